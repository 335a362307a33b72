import {expect, test} from 'vitest';
import {deferEngine} from '../../source/cli/defer-engine.js';
import {AbortedError, UserError} from '../../source/pipeline/errors.js';
import type {GenerationRequest} from '../../source/pipeline/ports.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {createRunFixture} from '../helpers/run-fixture.js';

/** A request as a run makes it. */
async function borrowRequest(signal: AbortSignal = new AbortController().signal): Promise<GenerationRequest> {
	const {run, engine} = await createRunFixture({count: 1});
	await run.start();
	return {...(engine.requests[0] as GenerationRequest), signal};
}

test('the engine is asked for its model once, before the first text, and its context is kept to', async () => {
	const engine = createFakeEngine();
	let looks = 0;
	const deferred = deferEngine(engine, async () => {
		looks++;
		return 2_048;
	});
	expect(looks).toBe(0);
	const request = await borrowRequest();
	await Promise.all([deferred.generate(request), deferred.generate(request)]);
	expect(looks).toBe(1);
	expect(engine.requests.map(({contextTokens}) => contextTokens)).toEqual([2_048, 2_048]);
});

test('a model that is another now is a missing one, with the way out, and is looked for again', async () => {
	const engine = createFakeEngine();
	let isOther = true;
	const deferred = deferEngine(engine, async () => {
		if (isOther) throw new UserError('it has other weights', {hint: 'go on with --accept-changes'});
		return 4_096;
	});
	const request = await borrowRequest();
	await expect(deferred.generate(request)).rejects.toMatchObject({
		name: 'EngineError',
		failure: 'model-missing',
		message: 'it has other weights; go on with --accept-changes',
	});
	expect(engine.requests).toEqual([]);
	isOther = false;
	await deferred.generate(request);
	expect(engine.requests).toHaveLength(1);
});

test('a request that is called off does not wait for the answer', async () => {
	const deferred = deferEngine(createFakeEngine(), () => new Promise(() => {}));
	const stopping = new AbortController();
	const generating = deferred.generate(await borrowRequest(stopping.signal));
	stopping.abort();
	await expect(generating).rejects.toBeInstanceOf(AbortedError);
});
