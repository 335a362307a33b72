import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {fingerprintProse, type Reading} from '../../source/domain/judgement.js';
import {authenticityTargets, complexityTypes} from '../../source/domain/parameter-space.js';
import {type BlindReader, createBlindReader} from '../../source/pipeline/blind-reader.js';
import {AbortedError, EngineError} from '../../source/pipeline/errors.js';
import {mostRefills} from '../../source/pipeline/judge-gate.js';
import {parseJudgePrompt} from '../../source/pipeline/judge-prompt.js';
import type {ReadingEngine, ReadingRequest} from '../../source/pipeline/ports.js';
import {defaultPromptFolder} from '../../source/store/prompt-files.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createJudging, wrongReading} from '../helpers/fake-judge.js';
import {createRunFixture, promptBook, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const promptText = readFileSync(join(defaultPromptFolder, 'judge.md'), 'utf8');
const never = new AbortController().signal;

function createReader(answer: (request: ReadingRequest) => string) {
	const requests: ReadingRequest[] = [];
	const engine: ReadingEngine = {
		name: 'fake',
		host: 'http://judge.invalid',
		model: 'judge:1b',
		unload: async () => 'unloaded',
		async generate(request) {
			requests.push(request);
			const text = answer(request);
			return {text, finish: 'stop', promptTokens: 1, outputTokens: 1, timeToFirstTokenMs: 1, durationMs: 1};
		},
	};
	const prompt = parseJudgePrompt(promptText);
	const parts = {engine, modelDigest: 'd', prompt, labels: promptBook.labels, contextTokens: 4096};
	return {reader: createBlindReader(parts), requests};
}

const good = '{"complexity":"avoidance","authenticity":"failed","roles":"kept"}';

test('the reader gets the prose and every label with its meaning, and nothing else of the record', async () => {
	const {reader, requests} = createReader(() => good);
	const reading = await reader.read({id: 'a', prose: 'You asked. {{name}} laughed.'}, never);
	expect(reading).toEqual({complexity: 'avoidance', authenticity: 'failed', roles: 'kept'});
	const text = requests[0]?.messages.map(({content}) => content).join('\n') ?? '';
	expect(text).toContain('You asked. {{name}} laughed.');
	expect(text.replace('{{name}} laughed', '')).not.toContain('{{');
	for (const label of [...complexityTypes, ...authenticityTargets]) {
		expect(text.split(`- ${label}: `).length).toBe(2);
	}
	expect(requests[0]?.sampling.temperature).toBe(0);
});

test('the choices stand in the schema in the order of the prompt, another for each record', async () => {
	const {reader, requests} = createReader(() => good);
	for (const id of ['a', 'b']) await reader.read({id, prose: 'You asked.'}, never);
	const orders = requests.map(request => {
		const schema = request.schema as {properties: {complexity: {enum: string[]}}};
		const inPrompt = [...(request.messages[1]?.content ?? '').matchAll(/^- (\w+):/gm)].map(
			([, label]) => label,
		);
		expect(inPrompt.slice(0, 8)).toEqual(schema.properties.complexity.enum);
		return inPrompt.join();
	});
	expect(orders[0]).not.toBe(orders[1]);
});

test('an answer that is none is asked for three times with other seeds, then left', async () => {
	const {reader, requests} = createReader(() => '{"complexity":"sad"}');
	expect(await reader.read({id: 'a', prose: 'You asked.'}, never)).toBeUndefined();
	expect(new Set(requests.map(({seed}) => seed)).size).toBe(3);
});

test('only an engine that is away is an error', async () => {
	const {reader} = createReader(() => {
		throw new EngineError('unreachable', 'away');
	});
	await expect(reader.read({id: 'a', prose: 'x'}, never)).rejects.toThrow('away');
	const {reader: broken} = createReader(() => {
		throw new EngineError('cut-at-limit', 'cut');
	});
	expect(await broken.read({id: 'a', prose: 'x'}, never)).toBeUndefined();
});

test.each([
	['no mark', 'prompt'],
	['no place for the prose', 'who\n=== task ===\n{{complexities}} {{authenticities}}'],
])('a judge prompt with %s is refused', (_, text) => {
	expect(() => parseJudgePrompt(text)).toThrow('`judge.md`');
});

test('a gate that misreads everything refills each cell twice, counts it, and comes to an end', async () => {
	const {judging, judgements} = createJudging(() => wrongReading);
	const {run, store} = await createRunFixture({count: 3, parallel: 2, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(store.interactions.length).toBe(3 * (1 + mostRefills));
	expect(run.progress).toMatchObject({accepted: 3, judged: {misread: 9, agreed: 0}});
	expect(run.progress.failures.get('label-misread')).toBe(6);
	expect(store.attempts.filter(({failure}) => failure === 'label-misread').length).toBe(6);
	expect(judgements.filter(({gated}) => gated).length).toBe(6);
	expect(new Set(judgements.map(({id}) => id)).size).toBe(9);
});

test('a judge that cannot be told from a guessing one is named so, once', async () => {
	const {judging} = createJudging(() => wrongReading, false);
	const {run} = await createRunFixture({count: 40, parts: {judging}});
	await run.start();
	const said = run.progress.notices.filter(({message}) => message.includes('one that guesses'));
	expect(said.length).toBe(1);
});

test('without the gate nothing is rejected, and no answer is no misreading', async () => {
	const {judging, judgements} = createJudging(id => (id.endsWith('1') ? undefined : wrongReading), false);
	const {run, store} = await createRunFixture({count: 3, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(store.interactions.length).toBe(3);
	expect(run.progress.judged).toEqual({agreed: 0, misread: 2, unanswered: 1});
	expect(judgements.find(({id}) => id.endsWith('1'))?.named).toBeNull();
});

test('what a judge has read is not read again, and what it has not is, before the run ends', async () => {
	const first = createJudging(() => wrongReading, false);
	const {run, store} = await createRunFixture({count: 2, parts: {judging: first.judging}});
	await run.start();
	const second = createJudging(() => wrongReading, false);
	second.judgements.push(...first.judgements.slice(0, 1));
	for (const summary of run.progress.summaries) store.history.summaries.push(summary);
	const again = await createRunFixture({count: 3, store, parts: {judging: second.judging}});
	expect(await again.run.start()).toBe('complete');
	expect(second.asked.length).toBe(2);
	expect(second.asked).not.toContain(first.judgements[0]?.id);
});

test('what was edited since it was read is read again, once', async () => {
	const first = createJudging(() => wrongReading, false);
	const {run, store} = await createRunFixture({count: 3, parts: {judging: first.judging}});
	await run.start();
	const {training_metadata: metadata, npc_card_narrative: card} = store.interactions[0] as Interaction;
	const {id} = metadata;
	expect(await run.edit(id, `Well, ${card.dialogue_prose}`)).toBeUndefined();
	expect(first.asked.length).toBe(3);
	const prose = store.interactions[0]?.npc_card_narrative.dialogue_prose as string;
	store.history.editedProse = new Map([[id, prose]]);
	for (const summary of run.progress.summaries) store.history.summaries.push(summary);
	const again = async () => {
		const next = createJudging(() => wrongReading, false);
		next.judgements.push(...first.judgements);
		const {run: resumed} = await createRunFixture({count: 3, store, parts: {judging: next.judging}});
		await resumed.start();
		first.judgements.push(...next.judgements.slice(first.judgements.length));
		return next.asked;
	};
	expect(await again()).toEqual([id]);
	expect(first.judgements.at(-1)?.prose_fingerprint).toBe(fingerprintProse(prose));
	expect(await again()).toEqual([]);
});

test('an edit while the run goes on is read as it is then, and not twice where it had not been read', async () => {
	const waiting = Promise.withResolvers<Reading>();
	const {judging, asked, judgements} = createJudging(() => waiting.promise, false);
	const {run, store} = await createRunFixture({count: 2, parts: {judging}});
	const running = run.start();
	await settleUntil(() => asked.length === 1 && run.progress.accepted === 2);
	const edit = async ({training_metadata: {id}, npc_card_narrative: card}: Interaction) =>
		run.edit(id, `Well, ${card.dialogue_prose}`);
	for (const interaction of [...store.interactions]) expect(await edit(interaction)).toBeUndefined();
	waiting.resolve(wrongReading);
	await running;
	const [first, second] = store.interactions.map(({training_metadata: {id}}) => id);
	expect(asked).toEqual([first, second, first]);
	const present = store.interactions.map(({npc_card_narrative: card}) =>
		fingerprintProse(card.dialogue_prose),
	);
	expect(
		judgements
			.slice(1)
			.map(({prose_fingerprint: read}) => read)
			.sort(),
	).toEqual(present.sort());
});

test('a judge that is away leaves the records, says so, and lets the run end', async () => {
	const {judging, judgements} = createJudging(() => {
		throw new EngineError('unreachable', 'nobody there');
	});
	const {run} = await createRunFixture({count: 2, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(judgements).toEqual([]);
	expect(run.progress.notices.at(-1)?.message).toContain('nobody there');
});

test('that a judge is away is said once, and once that it is back', async () => {
	let readings = 0;
	const {judging, judgements} = createJudging(() => {
		readings++;
		if (readings > 1 && readings < 5) throw new EngineError('unreachable', 'nobody there');
		return wrongReading;
	}, false);
	const {run} = await createRunFixture({count: 6, parts: {judging}});
	expect(await run.start()).toBe('complete');
	expect(judgements.length).toBe(3);
	expect(run.progress.notices.map(({message}) => message)).toEqual([
		'the judge is away: nobody there',
		'the judge is back; 3 left unread, for `unwritten judge`',
	]);
});

test('a stop drops the reading under way, a pause now makes it again', async () => {
	const waiting = Promise.withResolvers<Reading>();
	const {judging, asked} = createJudging(() => waiting.promise, false);
	const reader: BlindReader = {
		...judging.reader,
		read: async (text, signal) => {
			const aborted = new Promise<never>((_, reject) =>
				signal.addEventListener('abort', () => reject(new AbortedError('off'))),
			);
			return Promise.race([judging.reader.read(text, signal), aborted]);
		},
	};
	const {run} = await createRunFixture({
		count: 1,
		engine: createFakeEngine(),
		parts: {judging: {...judging, reader}},
	});
	const running = run.start();
	await settleUntil(() => asked.length === 1);
	run.pauseNow();
	await settleUntil(() => run.progress.status.status === 'paused');
	run.resume();
	await settleUntil(() => asked.length === 2);
	await run.stop();
	expect(await running).toBe('complete');
});
