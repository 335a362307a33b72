import {afterEach, expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import type {ModelStep} from '../../source/domain/step-outputs.js';
import {toldSceneOf} from '../../source/domain/told-scene.js';
import type {GenerationRequest} from '../../source/pipeline/ports.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {backOffMs, defaultRetryPolicy, probeWaitMs} from '../../source/pipeline/retry-policy.js';
import {createRunState} from '../../source/pipeline/run-state.js';
import {createSupervisor} from '../../source/pipeline/supervisor.js';
import {createFakeEngine, type Play} from '../helpers/fake-engine.js';
import {createMemoryStore} from '../helpers/memory-store.js';
import {
	createRunFixture,
	createRunParts,
	promptBook,
	promptTexts,
	settleUntil,
	takeBrokenInvariants,
} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

/** Plays one after the other at this step, then good replies. */
function atStep(step: ModelStep, plays: Play[]) {
	let next = 0;
	return createFakeEngine(({brief}) => (brief.step === step ? plays[next++] : undefined));
}

function callsAt(requests: GenerationRequest[], step: ModelStep): GenerationRequest[] {
	return requests.filter(({brief}) => brief.step === step);
}

/** 60 to 120 words that name nobody and mention no hook. */
const proseWithoutHook =
	'You came in from the rain and stood by the door for a while. The radio was on, low, and nobody turned it off. ' +
	'A bus went past and the window shook in its frame. On the table lay a list, half of it crossed out in pencil. ' +
	'"It can wait," said somebody from the kitchen, and a drawer was pushed shut. You looked at the floor. ' +
	'The tap dripped twice. Outside the street lamps came on, one after the other, and the afternoon was over.';

const short = (request: GenerationRequest | undefined, step: ModelStep) =>
	request?.messages.at(-1)?.content.includes(promptBook.steps[step].short.slice(0, 12));

test('a bad reply is sent back once with the reason', async () => {
	const engine = atStep('context', [{text: '{"situation_description": 3}'}]);
	const {run} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	const [first, repair, ...rest] = callsAt(engine.requests, 'context');
	expect(rest).toEqual([]);
	expect(repair?.messages.slice(0, 2)).toEqual(first?.messages);
	expect(repair?.messages[2]).toEqual({role: 'assistant', content: '{"situation_description": 3}'});
	expect(repair?.messages[3]?.content).toContain('"situation_description"');
	expect(repair?.messages).toHaveLength(4);
});

test('a second bad reply is thrown away, and the step asked afresh in its short form', async () => {
	const broken = {text: proseWithoutHook};
	const engine = atStep('dialogue', [broken, broken]);
	const {run} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	const calls = callsAt(engine.requests, 'dialogue');
	expect(calls.map(({messages}) => messages.length)).toEqual([2, 4, 2]);
	expect(short(calls[0], 'dialogue')).toBe(false);
	expect(short(calls[2], 'dialogue')).toBe(true);
});

test('where repairs never help and the short form does, the short form is asked for at once', async () => {
	const engine = createFakeEngine(request =>
		request.brief.step === 'dialogue' && request.brief.draw.planIndex % 2 === 1 && !short(request, 'dialogue')
			? {text: proseWithoutHook}
			: undefined,
	);
	const {run} = await createRunFixture({count: 12, parallel: 1, engine});
	expect(await run.start()).toBe('complete');
	const calls = callsAt(engine.requests, 'dialogue');
	const turnsOf = (at: number) =>
		calls.filter(({brief}) => brief.draw.planIndex === at).map(({messages}) => messages.length);
	expect([1, 3, 5, 7].map(turnsOf)).toEqual(Array.from({length: 4}, () => [2, 4, 2]));
	expect([9, 11].map(turnsOf)).toEqual([
		[2, 2],
		[2, 2],
	]);
	expect(calls.filter(call => short(call, 'dialogue'))).toHaveLength(6);
});

test('where going on never helps and the short form does, short prose is thrown away', async () => {
	const engine = createFakeEngine(request => {
		const {brief} = request;
		if (brief.step !== 'dialogue' || brief.draw.planIndex % 2 === 0 || short(request, 'dialogue'))
			return undefined;
		return {text: 'You waited by the door.'};
	});
	const {run} = await createRunFixture({count: 12, parallel: 1, engine});
	expect(await run.start()).toBe('complete');
	const turnsOf = (at: number) =>
		callsAt(engine.requests, 'dialogue')
			.filter(({brief}) => brief.draw.planIndex === at)
			.map(({messages}) => messages.length);
	expect([1, 3, 5, 7].map(turnsOf)).toEqual(Array.from({length: 4}, () => [2, 4, 2]));
	expect([9, 11].map(turnsOf)).toEqual([
		[2, 2],
		[2, 2],
	]);
});

test('repairs that help are asked for again and again', async () => {
	const engine = createFakeEngine(({brief, messages}) =>
		brief.step === 'dialogue' && messages.length === 2 ? {text: proseWithoutHook} : undefined,
	);
	const {run} = await createRunFixture({count: 8, parallel: 1, engine});
	expect(await run.start()).toBe('complete');
	expect(callsAt(engine.requests, 'dialogue').filter(({messages}) => messages.length === 4)).toHaveLength(8);
});

test('a step that fails again and again is given a new try from there, and what came before is kept', async () => {
	const {callsPerStep} = defaultRetryPolicy;
	const engine = atStep(
		'tension',
		Array.from({length: callsPerStep}, () => ({text: 'no'})),
	);
	const {run, store, events} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	expect(callsAt(engine.requests, 'primitives')).toHaveLength(1);
	expect(callsAt(engine.requests, 'context')).toHaveLength(1);
	expect(callsAt(engine.requests, 'tension')).toHaveLength(callsPerStep + 1);
	expect(events.find(({type}) => type === 'slot-retried')).toMatchObject({step: 'tension', try: 2});
	expect(store.interactions[0]?.training_metadata.tries).toBe(2);
});

test('a step gets its calls times its tries and not one more; the interaction then failed', async () => {
	const {callsPerStep, triesPerSlot} = defaultRetryPolicy;
	const engine = createFakeEngine(({brief}) => (brief.step === 'tension' ? {text: 'no'} : undefined));
	const {run, store, events} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('short');
	expect(callsAt(engine.requests, 'tension')).toHaveLength(callsPerStep * triesPerSlot);
	expect(store.attempts).toHaveLength(callsPerStep * triesPerSlot);
	expect(store.attempts.map(attempt => attempt.try)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
	expect(store.attempts[0]).toMatchObject({step: 'tension', failure: 'schema-not-obeyed', raw: 'no'});
	expect(events.find(({type}) => type === 'interaction-failed')).toMatchObject({step: 'tension'});
	expect(run.progress).toMatchObject({accepted: 0, failed: 1, running: 0, queued: 0});
});

test('one that failed is queued again when the run is resumed, behind the steps it has', async () => {
	const engine = createFakeEngine(({brief}) => (brief.step === 'tension' ? {text: 'no'} : undefined));
	const first = await createRunFixture({count: 1, engine});
	await first.run.start();
	const checkpoint = first.store.checkpoints.at(-1);
	expect(Object.keys(checkpoint?.outputs ?? {})).toEqual(['primitives', 'context']);
	const checkpoints = new Map(checkpoint ? [[0, checkpoint]] : []);
	const second = await createRunFixture({count: 1, store: createMemoryStore({checkpoints})});
	expect(second.run.progress).toMatchObject({failed: 0, queued: 1});
	expect(await second.run.start()).toBe('complete');
	expect(second.engine.requests.map(({brief}) => brief.step)).toEqual(['tension', 'dialogue']);
	expect(second.store.interactions[0]?.training_metadata.steps.map(({step}) => step)).toEqual([
		'primitives',
		'context',
		'tension',
		'dialogue',
		'outcomes',
	]);
});

test('a reply that was cut at its limit gets twice the budget once, and keeps it within the step', async () => {
	const engine = atStep('primitives', [
		{text: '{"background": "Grew', finish: 'length'},
		{text: '{"background": "Grew', finish: 'length'},
		{text: 'no'},
	]);
	const {run, store} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	const budgets = callsAt(engine.requests, 'primitives').map(({maxTokens}) => maxTokens);
	const [first = 0] = budgets;
	expect(budgets).toEqual([first, first * 2, first * 2, first * 2]);
	expect(store.attempts.map(({failure}) => failure).slice(0, 2)).toEqual(['cut-at-limit', 'cut-at-limit']);
});

test('the budget is as before in the next step and in the next try', async () => {
	const cut = {text: '{"background": "Grew', finish: 'length'} as const;
	const engine = atStep('primitives', [cut, cut, cut, cut]);
	const {run} = await createRunFixture({count: 1, engine});
	await run.start();
	const budgets = callsAt(engine.requests, 'primitives').map(({maxTokens}) => maxTokens);
	expect(budgets[4]).toBe(budgets[0]);
});

test.each([
	['as it was asked', (rest: string) => rest],
	[
		'with chatter around it',
		(rest: string) => `Sure! Here's the rest of the paragraph:\n\n${rest}\n\nI hope this fits!`,
	],
])('a short dialogue is asked to go on, %s, and what stands is kept', async (_, say) => {
	const whole: string[] = [];
	let calls = 0;
	const writer = createFakeEngine();
	const engine = createFakeEngine();
	engine.generate = async request => {
		if (request.brief.step !== 'dialogue') return writer.generate(request);
		engine.requests.push(request);
		const seed = 5;
		const reply = await writer.generate({...request, seed, onText: () => 'continue'});
		const sentences = reply.text.match(/[^.!?]+[.!?]+["”]*\s*/g) ?? [];
		whole[0] = reply.text;
		const cut = Math.ceil(sentences.length / 3);
		const text = calls++ === 0 ? sentences.slice(0, cut).join('') : say(sentences.slice(cut).join('').trim());
		return {...reply, text, finish: 'stop'};
	};
	const {run, store} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	const prose = store.interactions[0]?.npc_card_narrative.dialogue_prose;
	expect(prose?.replaceAll(/\s+/g, ' ')).toBe(whole[0]?.trim().replaceAll(/\s+/g, ' '));
	expect(engine.requests).toHaveLength(2);
	expect(engine.requests[1]?.messages.at(-1)?.content).toMatch(/\d+ words/);
	expect(store.attempts.map(({failure}) => failure)).toEqual(['rule-broken']);
});

test('prose that broke off into something else is gone on from where it was good', async () => {
	const engine = writingDialogue('She put the key down. (Trust: +1)');
	const {run} = await createRunFixture({count: 1, engine, policy: {callsPerStep: 2, triesPerSlot: 1}});
	await run.start();
	expect(callsAt(engine.requests, 'dialogue')[1]?.messages.at(-2)?.content).toBe('She put the key down.');
});

test('a reply without any prose is asked for afresh', async () => {
	const engine = writingDialogue('(Trust: +1)');
	const {run} = await createRunFixture({count: 1, engine, policy: {callsPerStep: 2, triesPerSlot: 1}});
	await run.start();
	expect(callsAt(engine.requests, 'dialogue')[1]?.messages).toHaveLength(2);
});

/** Writes this for every dialogue, until something has had enough of it. */
function writingDialogue(text: string) {
	const writer = createFakeEngine();
	const engine = createFakeEngine();
	engine.generate = async request => {
		engine.requests.push(request);
		const reply = await writer.generate(request);
		return request.brief?.step === 'dialogue' ? {...reply, text, finish: 'enough'} : reply;
	};
	return engine;
}

test('prose that runs on is ended, cut at a sentence, and the record says so', async () => {
	const writer = createFakeEngine();
	const engine = createFakeEngine();
	const more = 'The kettle in the corner ticked while it cooled, and you counted the tiles above the sink. ';
	engine.generate = async request => {
		const reply = await writer.generate({...request, onText: () => 'continue'});
		if (request.brief.step !== 'dialogue') return reply;
		return {...reply, text: `${reply.text} ${more.repeat(3)}${'You looked at the door again. '.repeat(9)}`};
	};
	const {run, store} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	const {npc_card_narrative: card, training_metadata: metadata} = store.interactions[0] as never as {
		npc_card_narrative: {word_count: number};
		training_metadata: {quality: {trimmed: boolean}};
	};
	expect(metadata.quality.trimmed).toBe(true);
	expect(card.word_count).toBeLessThanOrEqual(120);
});

test('the stream of prose is ended as soon as there is enough of it', async () => {
	const said: string[] = [];
	const engine = createFakeEngine(({brief, onText}) => {
		if (brief.step !== 'dialogue' || said.length > 0) return undefined;
		for (let word = 0; word < 400; word++) {
			said.push(`word${word}`);
			if (onText?.(` word${word}`) === 'enough') break;
		}
		return {text: said.join(' '), finish: 'enough'};
	});
	const {run} = await createRunFixture({count: 1, engine});
	await run.start();
	expect(said.length).toBeLessThan(130);
});

test('a reply that repeats itself is ended and counted as such', async () => {
	let pieces = 0;
	const engine = createFakeEngine(({brief, onText}) => {
		if (brief.step !== 'primitives' || pieces > 0) return undefined;
		const text = '{"background": "and the door ';
		onText?.(text);
		while (pieces++ < 500 && onText?.('and the door and the rain ') !== 'enough');
		return {text, finish: 'enough'};
	});
	const {run, store} = await createRunFixture({count: 1, engine});
	expect(await run.start()).toBe('complete');
	expect(pieces).toBeLessThan(200);
	expect(store.attempts[0]).toMatchObject({failure: 'runaway-repetition'});
});

test('the wait after a server error grows up to its limit; other failures wait for nothing', () => {
	const policy = {...defaultRetryPolicy, backOffMs: 1_000, longestBackOffMs: 5_000};
	expect([1, 2, 3, 4, 5, 60].map(count => backOffMs(policy, 'server-error', count))).toEqual([
		1_000, 2_000, 4_000, 5_000, 5_000, 5_000,
	]);
	expect(backOffMs(policy, 'rule-broken', 3)).toBe(0);
	expect(probeWaitMs(defaultRetryPolicy, 50)).toBe(30_000);
});

test('a server error is asked again after its wait, or after the wait the server asks for', async () => {
	const engine = atStep('primitives', [
		{failure: 'server-error'},
		{failure: 'server-error', retryAfterMs: 7_000},
	]);
	const {run, clock} = await createRunFixture({count: 1, engine});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 1);
	await clock.advance(999);
	expect(engine.requests).toHaveLength(1);
	await clock.advance(1);
	await settleUntil(() => engine.requests.length === 2 && clock.sleeping === 1);
	await clock.advance(6_999);
	expect(engine.requests).toHaveLength(2);
	await clock.advance(1);
	expect(await running).toBe('complete');
	expect(clock.sleeping).toBe(0);
});

test('a stop during such a wait does not sit it out', async () => {
	const engine = createFakeEngine(() => ({failure: 'server-error', retryAfterMs: 60_000}));
	const {run, clock} = await createRunFixture({count: 2, parallel: 2, engine});
	const running = run.start();
	await settleUntil(() => clock.sleeping === 2);
	await run.stop();
	expect(await running).toBe('stopped');
	expect(clock.sleeping).toBe(0);
});

test('a stop while a failed attempt is being written does not begin such a wait', async () => {
	const engine = createFakeEngine(() => ({failure: 'server-error', retryAfterMs: 60_000}));
	const {run, clock, store} = await createRunFixture({count: 1, engine});
	const written = Promise.withResolvers<void>();
	store.hold(written.promise);
	const running = run.start();
	await settleUntil(() => engine.requests.length === 1);
	const stopping = run.stop();
	written.resolve();
	await stopping;
	expect(await running).toBe('stopped');
	expect(clock.sleeping).toBe(0);
});

test('a near copy of an earlier scene is refused, and told otherwise', async () => {
	const first = await createRunFixture({count: 1});
	await first.run.start();
	const [record] = first.store.interactions as [Interaction];
	const store = createMemoryStore({
		summaries: first.run.progress.summaries.map(each => ({
			...each,
			planIndex: 9,
			cell: cellNumber(cellAt('balanced', 9)),
			id: 'earlier',
		})),
	});
	store.countedProse = async function* () {
		yield {id: 'earlier', ...toldSceneOf(record)};
	};
	const plan = {seed: 7, order: 'balanced', planIndexes: [0, 9]} as const;
	const {run} = await createRunFixture({store, parts: {plan: {...plan, planIndexes: [0, 9]}}});
	expect(await run.start()).toBe('complete');
	expect(store.attempts[0]?.reason).toContain('nearly the same');
	const prose = store.interactions[0]?.npc_card_narrative.dialogue_prose;
	expect(prose).not.toBe(record.npc_card_narrative.dialogue_prose);
});

test('what is accepted is held against what comes after it', async () => {
	const nearCopies = createNearCopyIndex();
	const parts = createRunParts({count: 3});
	await createSupervisor(createRunState(parts, nearCopies)).start();
	expect(nearCopies.size).toBe(3);
});

test('one that failed is asked for with other seeds when the run is resumed', async () => {
	const seedsOf = async (attemptCounts: Map<'empty', number>) => {
		const {run, engine} = await createRunFixture({count: 1, store: createMemoryStore({attemptCounts})});
		await run.start();
		return engine.requests.map(({seed}) => seed);
	};
	const fresh = await seedsOf(new Map());
	const resumed = await seedsOf(new Map([['empty', 12]]));
	expect(new Set([...fresh, ...resumed]).size).toBe(8);
});

test('a repair may name what a prompt may name, and braces of a model break nothing', async () => {
	const texts = {...promptTexts, 'repair.md': 'No, {{name}} is not like that: {{reason}}'};
	const book = parsePromptBook(texts, 'f'.repeat(16));
	const engine = atStep('primitives', [{text: '{"background": "{{bogus}} {{name}}", "{{bogus}}": 1}'}]);
	const {run} = await createRunFixture({count: 1, engine, parts: {book}});
	expect(await run.start()).toBe('complete');
	const repair = callsAt(engine.requests, 'primitives')[1]?.messages.at(-1)?.content;
	expect(repair).toMatch(/^No, [^{]+ is not like that: /);
});
