import {mkdtempSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type LlamaServer, startLlamaServer, weightsFolder} from './llama-server.js';
import {createModel, createOllamaServer, type OllamaServer} from './ollama-server.js';
import {runCheck} from './run-check.js';
import {runProgram} from './run-program.js';

const embedded = {UNWRITTEN_EMBEDDED: join(homedir(), '.cache', 'unwritten-embedded')};
const gguf = (name: string) => [
	'--engine',
	'embedded',
	'--model',
	join(weightsFolder, name),
	'--yes-install',
];

let ollama: OllamaServer;
let llamaServer: LlamaServer;

beforeAll(async () => {
	llamaServer = await startLlamaServer('smollm2-135m.gguf');
	ollama = await createOllamaServer();
	await ollama.start();
	createModel(ollama.host, 'smollm2:135m', 'smollm2.modelfile');
	Object.assign(process.env, embedded);
});

afterAll(async () => {
	await ollama.kill();
	await llamaServer.stop();
});

test('the doctor finds a real Ollama in good health', async () => {
	const {code, findings} = await runCheck(['--host', ollama.host, '--model', 'smollm2:135m']);

	expect(code).toBe(0);
	for (const check of ['reachable', 'model', 'answer', 'thinking', 'schema', 'context'] as const) {
		expect(findings.get(check)?.level).toBe('ok');
	}
	expect(findings.get('parallel')?.measured?.atOnce).toBeGreaterThan(1);
	expect(findings.get('speed')?.measured?.decodePerSecond).toBeGreaterThan(0);
	expect(findings.get('memory')?.what).toContain('GB in memory');
});

test('the doctor finds a real llama-server in good health, by its OpenAI-compatible face', async () => {
	const options = ['--engine', 'openai', '--host', `${llamaServer.host}/v1`, '--model', 'smollm2-135m.gguf'];
	const {code, findings} = await runCheck(options);

	expect(code).toBe(0);
	expect(findings.get('schema')?.level).toBe('ok');
	expect(findings.get('context')?.what).toContain('is refused and not cut');
	expect(findings.get('context')?.measured?.contextTokens).toBe(2048);
	expect(findings.get('parallel')?.measured?.atOnce).toBeGreaterThan(1);
});

test('a real llama-server makes an interaction', async () => {
	const out = mkdtempSync(join(tmpdir(), 'unwritten-openai-'));
	const options = ['--engine', 'openai', '--host', llamaServer.host, '--model', 'smollm2-135m.gguf'];
	const run = await runProgram([...options, '--count', '1', '--seed', '7', '--parallel', '1', '--out', out]);

	const ended = run.events.filter(({type}) => /^interaction-(?:accepted|failed)$/.test(type));
	expect(ended).toHaveLength(1);
	expect(run.events.filter(({type}) => type === 'step-finished').length).toBeGreaterThan(0);
	expect([0, 3]).toContain(run.code);
});

test('both small GGUF files run in the process itself', async () => {
	for (const name of ['smollm2-135m.gguf', 'gemma3-270m.gguf']) {
		const {findings} = await runCheck(gguf(name));

		for (const check of ['reachable', 'model', 'answer', 'schema', 'context'] as const) {
			expect(findings.get(check)?.level).toBe('ok');
		}
		expect(findings.get('parallel')?.measured?.atOnce).toBeGreaterThan(1);
	}
});

test('an interaction is made in the process itself', async () => {
	const out = mkdtempSync(join(tmpdir(), 'unwritten-embedded-'));
	const options = ['--count', '1', '--seed', '7', '--parallel', '1', '--out', out];
	const run = await runProgram([...gguf('smollm2-135m.gguf'), ...options]);

	const ended = run.events.filter(({type}) => /^interaction-(?:accepted|failed)$/.test(type));
	expect(ended).toHaveLength(1);
	expect(run.events.filter(({type}) => type === 'step-finished').length).toBeGreaterThan(0);
	expect([0, 3]).toContain(run.code);
});
