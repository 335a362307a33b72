import {afterEach, expect, test} from 'vitest';
import type {HostFact} from '../../source/pipeline/ports.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture, takeBrokenInvariants} from '../helpers/run-fixture.js';

afterEach(() => expect(takeBrokenInvariants()).toEqual([]));

test('auto begins with two at once and says that it is tuned', async () => {
	const {run} = await createRunFixture({count: 2, parts: {parallel: 'auto'}});
	expect(run.progress).toMatchObject({parallel: 2, isParallelAuto: true});
	expect(await run.start()).toBe('complete');
});

test('a number ends the tuning, and auto begins it again from there', async () => {
	const {run, events} = await createRunFixture({count: 2, parts: {parallel: 'auto'}});
	run.setParallel(5);
	expect(run.progress).toMatchObject({parallel: 5, isParallelAuto: false});
	run.setParallel('auto');
	expect(run.progress).toMatchObject({parallel: 5, isParallelAuto: true});
	expect(events.filter(({type}) => type === 'parallel-changed')).toMatchObject([
		{parallel: 5, isAuto: false},
		{parallel: 5, isAuto: true},
	]);
});

/** Text for so many seconds, two pieces in each; what the engine says is what the tuning goes by. */
async function hearText(isTunable: boolean) {
	const {run, engine, clock} = await createRunFixture({count: 1, parts: {parallel: 'auto', isTunable}});
	engine.script = () => 'hang';
	void run.start();
	await new Promise(setImmediate);
	const [request] = engine.requests;
	for (let half = 0; half < 80; half++) {
		await clock.advance(500);
		request?.onText?.('word ');
	}
	const {parallel} = run.progress;
	await run.stop();
	return parallel;
}

test('auto tries more at once when the engine has shown its speed', async () => {
	expect(await hearText(true)).toBeGreaterThan(1);
});

test('auto stays where it begins for an engine whose speed says nothing', async () => {
	expect(await hearText(false)).toBe(1);
});

/** An engine that says itself how many at once it rewards. */
function createPooledEngine(parallel: number) {
	let tell: (fact: HostFact) => void = () => {};
	const engine = createFakeEngine();
	const connect = (listener: typeof tell) => {
		tell = listener;
	};
	const pool = {hosts: ['a', 'b'], parallel, setParallel: () => {}, connect};
	return {
		engine: Object.assign(engine, {pool}),
		find: (found: number) => tell({type: 'capacity-found', parallel: found, isTrial: false}),
	};
}

test('fewer that auto finds take hold when a step is done: what was begun is kept and gone on with', async () => {
	const {engine, find} = createPooledEngine(3);
	const {run, events, store, count} = await createRunFixture({count: 6, engine, parts: {parallel: 'auto'}});
	const end = run.subscribe(event => {
		if (event.type !== 'step-finished') return;
		end();
		find(1);
	});
	expect(await run.start()).toBe('complete');
	expect(count('slot-returned')).toBeGreaterThanOrEqual(1);
	expect(run.progress).toMatchObject({accepted: 6, parallel: 1});
	expect(store.attempts).toEqual([]);
	const finished = events.filter(({type}) => type === 'step-finished');
	expect(finished).toHaveLength(6 * 4);
});
