import {afterEach, expect, test} from 'vitest';
import {earlierSummary} from '../helpers/earlier-summary.js';
import {createFakeEngine, type Play} from '../helpers/fake-engine.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {createRunFixture, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const nothing = {failure: 'empty' as const};

/** A run whose earlier scenes all begin like the dialogue that is played; resolves with the reasons of what was refused. */
async function playOverused(plays: (prose: string) => Play[]): Promise<string[]> {
	const first = await createRunFixture({count: 1});
	await first.run.start();
	const prose = first.store.interactions[0]?.npc_card_narrative.dialogue_prose as string;
	const opening = prose.split(' ').slice(0, 3).join(' ');
	const store = createMemoryStore({summaries: [earlierSummary]});
	store.countedProse = async function* () {
		for (let scene = 0; scene < 50; scene++) {
			const words = Array.from({length: 60}, (_, word) => `w${scene}x${word}`).join(' ');
			yield {
				id: `e${scene}`,
				prose: `${opening} ${words}`,
				name: `N${scene}`,
				venue: `v${scene}`,
				family: `f${scene}`,
			};
		}
	};
	const replies = plays(prose);
	const engine = createFakeEngine(({brief}) => (brief.step === 'dialogue' ? replies.shift() : undefined));
	const plan = {seed: 7, order: 'balanced' as const, planIndexes: [0, 9]};
	const {run} = await createRunFixture({store, engine, parts: {plan}});
	expect(await run.start()).toBe('complete');
	expect(replies).toEqual([]);
	return store.attempts.map(({reason}) => reason);
}

test('an opening that too many scenes have is sent back once, whichever call it comes in', async () => {
	const reasons = await playOverused(prose => [nothing, {text: prose}, {text: prose}]);
	expect(reasons).toHaveLength(2);
	expect(reasons[1]).toMatch(/as too many scenes before it/);
});

test('it is let in by the last call: no interaction fails for it', async () => {
	const reasons = await playOverused(prose => [nothing, nothing, nothing, {text: prose}]);
	expect(reasons).toHaveLength(3);
});
