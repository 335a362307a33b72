import {expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {ToldScene} from '../../source/domain/quality/variety-meter.js';
import {createRandom} from '../../source/domain/random.js';
import {buildMessages} from '../../source/pipeline/build-messages.js';
import type {RunFact} from '../../source/pipeline/events.js';
import {createVarietyWatch} from '../../source/pipeline/variety-watch.js';
import {earlierSummary} from '../helpers/earlier-summary.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {createRunFixture, promptBook} from '../helpers/run-fixture.js';

function createScene(seed: number, ending: string): ToldScene {
	const random = createRandom('watch', seed);
	const words = Array.from({length: 60}, () => `w${random.integer(0, 30_000)}`);
	return {
		prose: `W${seed} ${words.join(' ')} ${ending}`,
		name: `Name${seed}`,
		venue: `place ${seed}`,
		family: `f${seed}`,
	};
}

const wornEnding = 'Her gaze dropped to the chipped blue saucer.';

test('falling variety is announced with what is worn, and its recovery too', () => {
	const facts: RunFact[] = [];
	const watch = createVarietyWatch({earlier: [], emit: fact => void facts.push(fact)});
	for (let seed = 0; seed < 60; seed++) watch.note(createScene(seed, wornEnding));
	expect(facts.map(({type}) => type)).toEqual(['variety-fell']);
	expect(watch.worn.map(({what}) => what)).toContain('gaze');
	for (let seed = 60; seed < 260; seed++) watch.note({...createScene(seed, ''), prose: shapedProse(seed)});
	expect(facts.at(-1)?.type).toBe('variety-recovered');
	expect(watch.worn).toEqual([]);
});

/** Six shapes in turn, so that none is worn. */
function shapedProse(seed: number): string {
	const starts = ['The', 'You', 'In', 'Away', '“So', 'She'];
	const start = (at: number) => starts[Math.floor(seed / 6 ** at) % 6] as string;
	const word = (at: number) => `w${(seed * 7919 + at * 104_729) % 30_011}`;
	return [0, 1, 2]
		.map(at => `${start(at)} ${word(at)} ${word(at + 10)} ${word(at + 20)} ${word(at + 30)}.`)
		.join(' ');
}

test('what an earlier session told counts, and only the latest of it', () => {
	const emit = () => {};
	const worn = Array.from({length: 150}, (_, seed) => createScene(seed, wornEnding));
	expect(createVarietyWatch({earlier: worn, emit}).worn.map(({what}) => what)).toContain('gaze');
	const fresh = Array.from({length: 100}, (_, seed) => createScene(seed + 500, ''));
	const watch = createVarietyWatch({earlier: [...worn, ...fresh], emit});
	expect(watch.worn.map(({what}) => what)).not.toContain('gaze');
});

test('worn phrases are named to the model, late in the prompt, and nothing is said while none is', () => {
	const draw = createDrawer({seed: 7, order: 'balanced', world: promptBook.world})(0);
	const request = {step: 'dialogue' as const, draw, outputs: {}, book: promptBook, form: 'full' as const};
	const worn = [
		{kind: 'phrase' as const, what: 'NAME half turned away', count: 12, of: 100},
		{kind: 'opening' as const, what: 'the kettle clicked', count: 30, of: 100},
		{kind: 'name' as const, what: 'Zoë', count: 9, of: 100},
	];
	const [, plain] = buildMessages(request);
	const [, steered] = buildMessages({...request, worn});
	const told = (steered?.content ?? '').slice(plain?.content.length);
	expect(steered?.content.startsWith(plain?.content ?? '-')).toBe(true);
	expect(told).toContain(`"${draw.name} half turned away"`);
	expect(told).toContain('"the kettle clicked"');
	expect(told).not.toContain('Zoë');
	for (const step of ['primitives', 'context', 'tension'] as const) {
		expect(buildMessages({...request, step, worn})).toEqual(buildMessages({...request, step}));
	}
});

test('a resumed run names what its earlier scenes have worn out', async () => {
	const store = createMemoryStore({summaries: [earlierSummary]});
	store.countedProse = async function* () {
		for (let seed = 0; seed < 50; seed++) yield {id: `e${seed}`, ...createScene(seed, wornEnding)};
	};
	const plan = {seed: 7, order: 'balanced' as const, planIndexes: [0, 9]};
	const {run, engine} = await createRunFixture({store, parts: {plan}});
	expect(run.progress.worn.map(({what}) => what)).toContain('gaze');
	await run.start();
	const dialogue = engine.requests.find(({brief}) => brief.step === 'dialogue');
	expect(dialogue?.messages.at(-1)?.content).toContain('"gaze"');
});
