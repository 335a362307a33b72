import {expect, onTestFinished, test} from 'vitest';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {systemClock} from '../../source/engines/system-clock.js';
import {defaultRetryPolicy} from '../../source/pipeline/retry-policy.js';
import {createRun} from '../../source/pipeline/run.js';
import {createRun as createRunFolder, openRun} from '../../source/store/run-folder.js';
import type {RunFolder} from '../../source/store/run-store.js';
import {collect} from '../helpers/collect.js';
import {type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';
import {digestOf} from '../helpers/model-digest.js';
import {createRunParts, findBrokenInvariant} from '../helpers/run-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const count = 6;
const policy = {...defaultRetryPolicy, backOffMs: 1, longestBackOffMs: 5, probeMs: 5, longestProbeMs: 20};

async function startServer(options: FaultServerOptions) {
	const server = await startFaultServer(options);
	onTestFinished(() => server.stop());
	return server;
}

/** A run on a real store and a real engine; `end` closes the store and opens it again. */
async function startRun(host: string, opened?: RunFolder) {
	const outputFolder = createTemporaryFolder();
	const store =
		opened ?? (await createRunFolder({outputFolder, start: createRunStart(count), now: Date.now()}));
	const engine = createOllamaEngine({host, model: 'tester:1b', stallTimeoutMs: 2_000});
	const run = await createRun({
		...createRunParts({count, parallel: 3}),
		engine,
		modelDigest: await digestOf(engine),
		store,
		policy,
		clock: systemClock,
	});
	const broken: string[] = [];
	run.subscribe(() => {
		const rule = findBrokenInvariant(run.progress);
		if (rule) broken.push(rule);
	});
	return {
		run,
		store,
		broken,
		async reopen() {
			await store.close();
			return openRun({outputFolder, runId: store.runId, now: Date.now()});
		},
	};
}

test('a run over a server that does much wrong ends, and the disk holds what was counted', async () => {
	const names = [
		'bad-json',
		'http-500',
		'empty',
		'cut-at-limit',
		'end-without-done',
		'refuse',
		'rule-broken',
	] as const;
	const faults = names.map(name => ({name, rate: 0.04}));
	const server = await startServer({faults, seed: 5});
	const {run, broken, store, reopen} = await startRun(server.host);
	const outcome = await run.start();
	expect(['complete', 'short']).toContain(outcome);
	expect(broken).toEqual([]);
	expect(run.progress.accepted).toBeGreaterThanOrEqual(count - 2);
	expect(store.history).toBeDefined();
	const again = await reopen();
	const records = await collect(again.countedInteractions());
	expect(records).toHaveLength(run.progress.accepted);
	expect(again.history.attemptCounts).toEqual(run.progress.failures);
	await again.close();
});

test('a server that goes away in the middle and comes back costs nobody a try', async () => {
	const server = await startServer({tokenDelayMs: 1});
	const {run, broken, store, reopen} = await startRun(server.host);
	const away = new Promise<void>(resolve => {
		run.subscribe(event => {
			if (event.type === 'interaction-accepted') resolve();
		});
	});
	const running = run.start();
	await away;
	await server.stop();
	await new Promise<void>(resolve => {
		run.subscribe(event => {
			if (event.type === 'engine-lost') resolve();
		});
	});
	await server.restart();
	expect(await running).toBe('complete');
	expect(broken).toEqual([]);
	const records = await collect(store.countedInteractions());
	expect(records.map(({training_metadata: {tries}}) => tries)).toEqual(Array(count).fill(1));
	await (await reopen()).close();
});

test('a run that was stopped goes on behind the steps it has', async () => {
	const server = await startServer({tokenDelayMs: 1});
	const first = await startRun(server.host);
	const enough = new Promise<void>(resolve => {
		first.run.subscribe(event => {
			if (event.type === 'step-finished' && event.step === 'tension') resolve();
		});
	});
	const running = first.run.start();
	await enough;
	await first.run.stop();
	expect(await running).toBe('stopped');
	const accepted = first.run.progress.accepted;
	const again = await first.reopen();
	expect(again.history.checkpoints.size).toBeGreaterThan(0);
	const chatsBefore = server.chats().length;
	const second = await startRun(server.host, again);
	expect(second.run.progress).toMatchObject({accepted, queued: count - accepted});
	expect(await second.run.start()).toBe('complete');
	expect(server.chats().length - chatsBefore).toBeLessThan((count - accepted) * 4);
	const records = await collect(again.countedInteractions());
	expect(records.map(({training_metadata: {plan_index: index}}) => index)).toEqual([0, 1, 2, 3, 4, 5]);
	await again.close();
});

test('a rejection and its taking back are on disk as they are on screen', async () => {
	const server = await startServer({});
	const {run, store, reopen} = await startRun(server.host);
	await run.start();
	const [one, two] = run.progress.summaries.map(({id}) => id) as [string, string];
	const ended = () =>
		new Promise<void>(resolve => {
			const end = run.subscribe(event => {
				if (event.type === 'run-ended') resolve(end() as undefined);
			});
		});
	const refilled = ended();
	await run.reject(one);
	await refilled;
	const refilledAgain = ended();
	await run.reject(two);
	await refilledAgain;
	await run.takeBack(one);
	const shown = run.progress.summaries.map(({id, status}) => `${id} ${status}`);
	expect(await collect(store.countedInteractions())).toHaveLength(count);
	const again = await reopen();
	expect(again.history.summaries.map(({id, status}) => `${id} ${status}`)).toEqual(shown);
	await again.close();
});
