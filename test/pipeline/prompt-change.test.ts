import {afterEach, expect, test} from 'vitest';
import {StoreError} from '../../source/pipeline/errors.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {
	createRunFixture,
	promptBook,
	promptTexts,
	type RunFixture,
	settle,
	settleUntil,
	takeBrokenInvariants,
} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const mark = 'A mark that only the edited prompts have.';
const oldPrint = promptBook.fingerprint;
const newPrint = 'e'.repeat(16);
const edited = parsePromptBook(
	{
		...promptTexts,
		'dialogue.md': (promptTexts['dialogue.md'] as string).replace('=== short ===', `${mark}\n=== short ===`),
	},
	newPrint,
);

function offer(run: RunFixture['run'], record = async () => {}) {
	run.offerPrompts({book: edited, files: ['dialogue.md'], record});
}

function fingerprints(fixture: RunFixture): string[] {
	return fixture.store.interactions.map(({training_metadata: meta}) => meta.prompt_fingerprint);
}

/** A run whose first interaction waits in its dialogue. */
async function startHeld(count = 3) {
	const held = Promise.withResolvers<void>();
	const engine = createFakeEngine(({brief}, index) =>
		brief.step === 'dialogue' && index < 4 ? {after: held.promise} : undefined,
	);
	const fixture = await createRunFixture({count, engine});
	const running = fixture.run.start();
	await settleUntil(() => engine.requests.length === 4);
	return {...fixture, running, release: held.resolve};
}

test('edited prompts are only offered: without an answer the run keeps its own', async () => {
	const fixture = await startHeld();
	offer(fixture.run);
	expect(fixture.run.progress.editedPrompts).toEqual({fingerprint: newPrint, files: ['dialogue.md']});
	fixture.release();
	await fixture.running;
	expect(fingerprints(fixture)).toEqual([oldPrint, oldPrint, oldPrint]);
	expect(fixture.engine.requests.some(({messages}) => messages[1]?.content.includes(mark))).toBe(false);
});

test('taken, they hold for new interactions; the one under way keeps the prompts it was begun with', async () => {
	const fixture = await startHeld();
	offer(fixture.run);
	await fixture.run.takePrompts();
	expect(fixture.run.progress.editedPrompts).toBeUndefined();
	fixture.release();
	await fixture.running;
	expect(fingerprints(fixture)).toEqual([oldPrint, newPrint, newPrint]);
	const dialogues = fixture.engine.requests.filter(({brief}) => brief.step === 'dialogue');
	const marked = dialogues.map(({messages}) => messages[1]?.content.includes(mark));
	expect(marked).toEqual([false, true, true]);
});

test('they are on disk before the first interaction is made from them; a disk that refuses changes nothing', async () => {
	const fixture = await startHeld();
	offer(fixture.run, async () => {
		throw new StoreError('no space left on device');
	});
	await expect(fixture.run.takePrompts()).rejects.toThrow('no space left');
	expect(fixture.run.progress.editedPrompts).toBeDefined();
	fixture.release();
	await fixture.running;
	expect(fingerprints(fixture)).toEqual([oldPrint, oldPrint, oldPrint]);
});

test('an edit that is undone is no longer offered, and nothing can be taken', async () => {
	const {run, running, release, count} = await startHeld(1);
	offer(run);
	offer(run);
	run.offerPrompts(undefined);
	await run.takePrompts();
	expect(run.progress.editedPrompts).toBeUndefined();
	expect([count('prompts-edited'), count('prompts-restored'), count('prompts-taken')]).toEqual([1, 1, 0]);
	release();
	await running;
});

test('an interaction that was dropped half done goes on with its own prompts', async () => {
	const fixture = await startHeld(2);
	offer(fixture.run);
	await fixture.run.takePrompts();
	fixture.run.pauseNow();
	fixture.release();
	await settle();
	fixture.run.resume();
	await fixture.running;
	expect(fingerprints(fixture)).toEqual([oldPrint, newPrint]);
});

test.each([
	{known: true, expected: oldPrint},
	{known: false, expected: newPrint},
])('a resumed run finds the prompts of what was begun earlier: $expected', async ({known, expected}) => {
	const first = await startHeld(1);
	await first.run.stop();
	const checkpoint = first.store.checkpoints.at(-1);
	expect(checkpoint?.promptFingerprint).toBe(oldPrint);
	const checkpoints = new Map(checkpoint ? [[0, checkpoint]] : []);
	const fixture = await createRunFixture({
		count: 1,
		store: createMemoryStore({checkpoints}),
		parts: {
			book: edited,
			findBook: fingerprint => (known && fingerprint === oldPrint ? promptBook : undefined),
		},
	});
	await fixture.run.start();
	expect(fingerprints(fixture)).toEqual([expected]);
});
