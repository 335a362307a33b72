import {expect, onTestFinished, test} from 'vitest';
import {interactionSchema} from '../../source/domain/interaction.js';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {systemClock} from '../../source/engines/system-clock.js';
import type {FailureClass} from '../../source/pipeline/failure.js';
import {defaultRetryPolicy} from '../../source/pipeline/retry-policy.js';
import {createRun} from '../../source/pipeline/run.js';
import {createRun as createRunFolder} from '../../source/store/run-folder.js';
import {readJournal} from '../e2e/read-output.js';
import {collect} from '../helpers/collect.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {type FaultName, faultNames} from '../helpers/fault-server-faults.js';
import type {ChatBody} from '../helpers/fault-server-replies.js';
import {digestOf} from '../helpers/model-digest.js';
import {createRunParts, findBrokenInvariant} from '../helpers/run-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

type Outcome = FailureClass | 'good';

/** What each fault must be counted as: in a step that asks for JSON, and in the one that asks for prose. */
const expected: Record<FaultName, [structured: Outcome[], prose: Outcome[]]> = {
	refuse: both('unreachable'),
	'reset-mid-stream': both('ended-without-done'),
	'end-without-done': both('ended-without-done'),
	'truncated-line': both('ended-without-done'),
	empty: both('empty'),
	'thinking-only': both('answer-in-thinking'),
	'think-tags': both('good'),
	'think-unclosed': both('thinking-in-answer'),
	'cut-at-limit': both('cut-at-limit'),
	runaway: both('runaway-repetition'),
	endless: [
		['cut-at-limit', 'runaway-repetition'],
		['rule-broken', 'runaway-repetition'],
	],
	'bad-json': [['schema-not-obeyed'], ['rule-broken']],
	'http-400': both('server-error'),
	'http-500': both('server-error'),
	'too-large': both('server-error'),
	'http-502': both('unreachable'),
	'http-503': both('rate-limited'),
	'http-503-away': both('unreachable'),
	'http-503-loading': both('unreachable'),
	'http-429': both('rate-limited'),
	'http-404-model': both('model-missing'),
	'error-in-200': both('server-error'),
	html: both('server-error'),
	stall: both('stalled'),
	'stall-at-start': both('stalled'),
	'slow-loris': both('stalled'),
	'huge-line': both('server-error'),
	'huge-reply': [
		['server-error', 'runaway-repetition'],
		['server-error', 'runaway-repetition'],
	],
	redirect: both('server-error'),
	gzip: both('good'),
	'gzip-garbage': both('server-error'),
	'json-garbage': both('server-error'),
	'context-cut': both('context-overflow'),
	'context-refused': both('context-overflow'),
	'escape-codes': [
		['good', 'rule-broken', 'schema-not-obeyed'],
		['good', 'rule-broken'],
	],
	'rule-broken': [['schema-not-obeyed'], ['rule-broken']],
	'script-form': [['schema-not-obeyed'], ['rule-broken']],
};

function both(outcome: Outcome): [Outcome[], Outcome[]] {
	return [[outcome], [outcome]];
}

const policy = {...defaultRetryPolicy, backOffMs: 1, longestBackOffMs: 4, probeMs: 2, longestProbeMs: 8};

/** A run on a real store over a real engine; what the server did and what the run counted, call by call. */
async function runOver(options: {faults: FaultName[]; rate: number; count: number; seed: number}) {
	const {faults, rate, count, seed} = options;
	const server = await startFaultServer({
		faults: faults.map(name => ({name, rate: rate / faults.length})),
		seed,
		retryAfter: '0',
	});
	onTestFinished(() => server.stop());
	const store = await createRunFolder({
		outputFolder: createTemporaryFolder(),
		start: createRunStart(count),
		now: Date.now(),
	});
	const engine = createOllamaEngine({host: server.host, model: 'tester:1b', stallTimeoutMs: 1_500});
	const parts = createRunParts({count, parallel: 4, seed});
	const modelDigest = await digestOf(engine);
	const run = await createRun({...parts, engine, modelDigest, store, policy, clock: systemClock});
	const broken = new Set<string>();
	run.subscribe(event => {
		const rule = event.type === 'text-written' ? undefined : findBrokenInvariant(run.progress);
		if (rule) broken.add(rule);
	});
	const outcome = await run.start();
	const records = await collect(store.countedInteractions());
	await store.close();
	const attempts = readJournal(store.folder, 'attempts.jsonl') as Attempt[];
	return {
		outcome,
		broken: [...broken],
		progress: run.progress,
		records,
		attempts,
		// A call that only asks whether the engine writes belongs to nothing that is counted.
		chats: server.chats().filter(({body}) => body.messages.length > 1),
		count,
	};
}

type Attempt = {seed: number; failure: FailureClass; plan_index: number};
type Result = Awaited<ReturnType<typeof runOver>>;

/** Each request has a seed of its own, so that what the server did and what was counted can be laid side by side. */
function listMiscounted({chats, attempts}: Result): string[] {
	const counted = new Map(attempts.map(attempt => [attempt.seed, attempt.failure]));
	return chats.flatMap(({body, fault}) => {
		const outcome: Outcome = counted.get(body.options.seed as number) ?? 'good';
		return allowedFor(body, fault).includes(outcome)
			? []
			: [`${fault ?? 'a good reply'} was counted as ${outcome}`];
	});
}

/** Prose that goes on from a refused reply is judged together with it, and may still break a rule. */
function allowedFor(body: ChatBody, fault: FaultName | undefined): Outcome[] {
	const isProse = body.format === undefined;
	const allowed: Outcome[] = fault === undefined ? ['good'] : expected[fault][isProse ? 1 : 0];
	return isProse && body.messages.length > 2 ? [...allowed, 'rule-broken'] : allowed;
}

function expectTruthful(result: Result): void {
	const {outcome, progress, records, attempts, count} = result;
	expect(result.broken).toEqual([]);
	expect(listMiscounted(result)).toEqual([]);
	const totals = Map.groupBy(attempts, attempt => attempt.failure);
	expect(Object.fromEntries(progress.failures)).toEqual(
		Object.fromEntries([...totals].map(([failure, all]) => [failure, all.length])),
	);
	expect(records.every(record => interactionSchema.safeParse(record).success)).toBe(true);
	const indexes = new Set(records.map(({training_metadata}) => training_metadata.plan_index));
	expect(indexes.size).toBe(records.length);
	expect([progress.accepted, progress.failed]).toEqual([records.length, count - records.length]);
	expect(outcome).toBe(progress.failed === 0 ? 'complete' : 'short');
}

const slow: FaultName[] = ['stall', 'stall-at-start', 'slow-loris'];
const quickly = faultNames.filter(name => !slow.includes(name));

test('every fault, all mixed at 30 %: all cells are filled with valid records and no class is miscounted', {
	timeout: 60_000,
}, async () => {
	const result = await runOver({faults: quickly, rate: 0.3, count: 30, seed: 3});

	expectTruthful(result);
	expect(result.progress.accepted).toBe(30);
	expect(new Set(result.chats.map(({fault}) => fault)).size).toBeGreaterThan(15);
});

test('silence in every form is a stall and nothing else', {timeout: 60_000}, async () => {
	const result = await runOver({faults: slow, rate: 0.15, count: 6, seed: 5});

	expectTruthful(result);
	expect(result.progress.failures.get('stalled')).toBeGreaterThan(0);
});

const classes = Map.groupBy(quickly, name => expected[name][0][0] as Outcome);

test.each([...classes])('%s at 5 and at 30 % of the replies', {timeout: 60_000}, async (_, faults) => {
	for (const rate of [0.05, 0.3]) expectTruthful(await runOver({faults, rate, count: 4, seed: 11}));
});

test('a server that does nothing but wrong: the run says truthfully that nothing came of it', async () => {
	const result = await runOver({faults: ['empty', 'http-500', 'bad-json'], rate: 1, count: 4, seed: 2});

	expectTruthful(result);
	expect([result.outcome, result.progress.failed]).toEqual(['short', 4]);
});

test('a model that another program unloads in the middle is loaded again by the next request', async () => {
	const server = await startFaultServer({latencyMs: 2});
	onTestFinished(() => server.stop());
	const unload = () =>
		fetch(`${server.host}/api/generate`, {
			method: 'POST',
			body: JSON.stringify({model: 'tester:1b', keep_alive: 0}),
		});
	const store = await createRunFolder({
		outputFolder: createTemporaryFolder(),
		start: createRunStart(4),
		now: Date.now(),
	});
	const engine = createOllamaEngine({host: server.host, model: 'tester:1b'});
	const run = await createRun({
		...createRunParts({count: 4, parallel: 2}),
		engine,
		store,
		policy,
		clock: systemClock,
	});
	const unloads: Array<Promise<Response>> = [];
	run.subscribe(event => void (event.type === 'interaction-accepted' && unloads.push(unload())));

	expect(await run.start()).toBe('complete');

	await Promise.all(unloads);
	expect(run.progress.failures.size).toBe(0);
	await store.close();
});
