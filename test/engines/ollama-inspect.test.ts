import {expect, test} from 'vitest';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {AbortedError} from '../../source/pipeline/errors.js';
import {startFaultServer} from '../helpers/fault-server.js';
import {failureOf, startPair} from './ollama-fixture.js';

const quiet = () => new AbortController().signal;

test('an inspection tells version, models and what the model can do', async () => {
	const {engine, server} = await startPair({model: {canThink: true, contextTokens: 2048}});

	const inspection = await engine.inspect(quiet());

	expect(inspection).toEqual({
		engine: 'ollama',
		host: server.host,
		version: '0.32.15',
		models: [{name: 'tester:1b', sizeBytes: 98_000_000, canChat: true}],
		model: {
			name: 'tester:1b',
			digest: expect.stringMatching(/^[0-9a-f]{64}$/),
			canThink: true,
			contextTokens: 2048,
		},
	});
});

test('an inspection without the model names those that are there', async () => {
	const {engine} = await startPair({}, {model: 'nobody:7b'});

	const inspection = await engine.inspect(quiet());

	expect(inspection).not.toHaveProperty('model');
	expect(inspection.models).toHaveLength(1);
});

test('a name without a tag means the latest', async () => {
	const {engine} = await startPair({model: {name: 'tester:latest'}}, {model: 'tester'});

	const inspection = await engine.inspect(quiet());

	expect(inspection.model?.name).toBe('tester:latest');
});

test('inspecting a server that is not there says unreachable', async () => {
	const {engine, server} = await startPair();
	await server.stop();

	const error = await failureOf(engine.inspect(quiet()));

	expect(error.failure).toBe('unreachable');
	expect(error.message).toContain(`\`${server.host}\``);
});

test('an inspection can be called off', async () => {
	const {engine} = await startPair();

	const error = await failureOf(engine.inspect(AbortSignal.abort()));

	expect(error).toBeInstanceOf(AbortedError);
});

test('a server that speaks something else is no Ollama', async () => {
	const server = await startFaultServer();
	const engine = createOllamaEngine({host: `${server.host}/elsewhere`, model: 'tester:1b'});

	const error = await failureOf(engine.inspect(quiet()));
	await server.stop();

	expect(error.failure).toBe('server-error');
	expect(error.message).toContain('HTTP 404: unexpected path');
});

test('unloading a model of a server that is gone is an error of the engine', async () => {
	const {engine, server} = await startPair();
	await server.stop();

	const error = await failureOf(engine.unload());

	expect(error.failure).toBe('unreachable');
});
