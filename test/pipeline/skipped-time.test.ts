import {afterEach, expect, onTestFinished, test} from 'vitest';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {createSystemClock} from '../../source/engines/system-clock.js';
import {acceptedPerHour, activeTimeMs, estimateRemaining} from '../../source/pipeline/throughput.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {createManualClock, type ManualClock} from '../helpers/manual-clock.js';
import {createRunFixture, settle, settleUntil, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

const stepMs = 5_000;
const nightMs = 8 * 3_600_000;

async function passSteps(clock: ManualClock, count: number): Promise<void> {
	for (let step = 0; step < count; step++) {
		await clock.advance(stepMs);
		await settle();
	}
}

/** A run of 20 that takes 20 s for each, after ten of them and half a step. */
async function startSteadyRun() {
	const clock = createManualClock();
	const engine = createFakeEngine(() => ({after: clock.sleep(stepMs)}));
	const fixture = await createRunFixture({count: 20, engine, clock});
	const running = fixture.run.start();
	const {progress} = fixture.run;
	await settleUntil(() => progress.workers.size === 1);
	await passSteps(clock, 10 * 4);
	await clock.advance(stepMs / 2);
	expect(progress.accepted).toBe(10);
	return {...fixture, clock, running, progress};
}

test('a night in which the machine sleeps changes neither the rate nor the time left', async () => {
	const {clock, running, progress} = await startSteadyRun();
	const look = () => {
		const {throughput, requested, accepted} = progress;
		return {
			activeMs: activeTimeMs(throughput, clock.now()),
			perHour: acceptedPerHour(throughput, clock.now()),
			remaining: estimateRemaining(throughput, requested - accepted, clock.now()),
		};
	};
	const before = look();
	await clock.jump(nightMs);
	expect(look()).toEqual(before);
	await settle();
	await passSteps(clock, 10 * 4);
	expect(await running).toBe('complete');
	expect(activeTimeMs(progress.throughput, clock.now())).toBeLessThanOrEqual(20 * 4 * stepMs);
});

test('nor does what is under way carry it', async () => {
	const {clock, running, progress, events} = await startSteadyRun();
	await clock.jump(nightMs);
	const [worker] = progress.workers.values();
	expect(clock.now() - (worker?.slotStartedAt ?? 0)).toBe(stepMs / 2);
	await settle();
	await passSteps(clock, 10 * 4);
	await running;
	const durations = events.flatMap(event => {
		if (event.type === 'step-finished') return event.step === 'outcomes' ? [] : [event.durationMs];
		return event.type === 'interaction-accepted' ? [event.durationMs / 4] : [];
	});
	expect(durations).toHaveLength(5 * 20);
	expect(Math.max(...durations)).toBe(stepMs);
});

test('a clock that is set back in the middle of a step costs no record and no time', async () => {
	const server = await startFaultServer({tokenDelayMs: 1});
	onTestFinished(() => server.stop());
	let backMs = 0;
	const clock = createSystemClock(() => Date.now() - backMs);
	const engine = createOllamaEngine({host: server.host, model: 'tester:1b', clock});
	const {run, store, events} = await createRunFixture({count: 2, clock, parts: {engine}});
	let activeMs = 0;
	run.subscribe(event => {
		if (event.type !== 'text-written' || event.step !== 'dialogue' || backMs > 0) return;
		activeMs = activeTimeMs(run.progress.throughput, clock.now());
		backMs = 3_600_000;
	});

	expect(await run.start()).toBe('complete');
	const durations = events.flatMap(event => ('durationMs' in event ? [event.durationMs] : []));
	expect(Math.min(...durations)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...durations)).toBeLessThan(60_000);
	const steps = store.interactions.flatMap(({training_metadata: {steps}}) => steps);
	expect(steps.filter(({duration_ms}) => duration_ms < 0)).toEqual([]);
	expect(activeMs).toBeGreaterThan(0);
	expect(activeTimeMs(run.progress.throughput, clock.now())).toBeGreaterThan(activeMs);
	expect(store.attempts).toEqual([]);
});
