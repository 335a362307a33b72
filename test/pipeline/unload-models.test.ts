import {expect, test} from 'vitest';
import type {BlindReader} from '../../source/pipeline/blind-reader.js';
import {EngineError} from '../../source/pipeline/errors.js';
import type {UnloadResult} from '../../source/pipeline/ports.js';
import {type ModelHolder, unloadModels} from '../../source/pipeline/unload-models.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createJudging} from '../helpers/fake-judge.js';
import {createManualClock} from '../helpers/manual-clock.js';
import {createRunFixture, settleUntil} from '../helpers/run-fixture.js';

function createHolder(model: string, unload: () => Promise<UnloadResult>) {
	const asked: string[] = [];
	const holder: ModelHolder = {
		name: 'ollama',
		host: 'http://one.invalid',
		model,
		unload() {
			asked.push(model);
			return unload();
		},
	};
	return {holder, asked};
}

const freed = async () => 'unloaded' as const;
const kept = async () => 'kept' as const;
const refuse = async () => {
	throw new EngineError('unreachable', 'connection refused');
};

test('a model that engine and judge share is unloaded once, whatever each is asked for', async () => {
	const engine = createHolder('a', freed);
	const judge = createHolder('a', freed);
	const parts = {engine: engine.holder, judge: judge.holder};
	expect(await unloadModels(parts, createManualClock())).toEqual({status: 'unloaded'});
	expect([...engine.asked, ...judge.asked]).toEqual(['a']);
	const elsewhere = {...judge.holder, host: 'http://two.invalid'};
	await unloadModels({...parts, judge: elsewhere}, createManualClock());
	expect(judge.asked).toEqual(['a']);
});

test.each([
	[freed, kept, "the judge's b: ollama has no way to unload it"],
	[refuse, freed, "the run's a: could not unload: connection refused"],
	[
		refuse,
		kept,
		"the run's a: could not unload: connection refused; the judge's b: ollama has no way to unload it",
	],
])('of two models the one that stayed is named', async (own, read, reason) => {
	const parts = {engine: createHolder('a', own).holder, judge: createHolder('b', read).holder};
	expect(await unloadModels(parts, createManualClock())).toEqual({status: 'kept', reason});
});

test('a run without a model, with a judge that has one, frees the one there is', async () => {
	const engine = createHolder('rehearsal', async () => 'no-model').holder;
	const judge = createHolder('b', freed).holder;
	expect(await unloadModels({engine, judge}, createManualClock())).toEqual({status: 'unloaded'});
	expect(await unloadModels({engine, judge: undefined}, createManualClock())).toEqual({status: 'no-model'});
});

test('a pause now waits for the model of the judge too, and names it where it does not go', async () => {
	const engine = createFakeEngine(() => 'hang');
	let isUnloading = false;
	const {judging} = createJudging(() => undefined, false);
	const reader: BlindReader = {
		...judging.reader,
		unload: () => {
			isUnloading = true;
			return new Promise(() => {});
		},
	};
	const {run, clock} = await createRunFixture({
		count: 1,
		engine,
		parts: {judging: {...judging, reader}},
	});
	const running = run.start();
	await settleUntil(() => engine.requests.length === 1);
	run.pauseNow();
	await settleUntil(() => isUnloading);
	expect(engine.unloadCount).toBe(1);
	expect(run.progress.status.status).toBe('pausing');
	await clock.advance(60_000);
	expect(run.progress.status.status).toBe('paused');
	expect(run.progress.unloading).toEqual({
		status: 'kept',
		reason: "the judge's judge:1b: could not unload: the engine does not answer",
	});
	await run.stop();
	await running;
});
