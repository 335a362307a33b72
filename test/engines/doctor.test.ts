import {expect, onTestFinished, test} from 'vitest';
import {examineEngine} from '../../source/engines/doctor/examine-engine.js';
import type {CheckName, Finding} from '../../source/engines/doctor/finding.js';
import {createEmbeddedEngine} from '../../source/engines/embedded/create-embedded-engine.js';
import {createOllamaEngine} from '../../source/engines/ollama/create-ollama-engine.js';
import {createOpenAiEngine} from '../../source/engines/openai/create-openai-engine.js';
import {createRehearsalEngine} from '../../source/engines/rehearsal/create-rehearsal-engine.js';
import {systemClock} from '../../source/engines/system-clock.js';
import type {Engine} from '../../source/pipeline/ports.js';
import {createFakeLlama} from '../helpers/fake-llama.js';
import {type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';

const bareMachine = {isLocal: true, hasGpu: false, memoryBytes: 64e9};

async function examine(engine: Engine, machine = bareMachine): Promise<Map<CheckName, Finding>> {
	const findings = new Map<CheckName, Finding>();
	for await (const finding of examineEngine({engine, clock: systemClock, machine})) {
		findings.set(finding.check, finding);
	}
	return findings;
}

async function examineFaulty(
	options: FaultServerOptions,
	{api = 'ollama', machine = bareMachine}: {api?: 'ollama' | 'openai'; machine?: typeof bareMachine} = {},
): Promise<Map<CheckName, Finding>> {
	const server = await startFaultServer(options);
	onTestFinished(() => server.stop());
	const create = api === 'ollama' ? createOllamaEngine : createOpenAiEngine;
	return examine(create({host: server.host, model: 'tester:1b'}), machine);
}

const levels = (findings: Map<CheckName, Finding>) =>
	Object.fromEntries([...findings].map(([check, {level}]) => [check, level]));

test('a good server has nothing wrong, and every check says what it measured', async () => {
	const findings = await examineFaulty({tokenDelayMs: 1});

	expect(levels(findings)).toEqual({
		reachable: 'ok',
		model: 'ok',
		answer: 'ok',
		thinking: 'ok',
		schema: 'ok',
		context: 'ok',
		parallel: 'ok',
		speed: 'ok',
		memory: 'ok',
	});
	expect(findings.get('context')?.what).toContain('is refused and not cut');
	expect(findings.get('parallel')?.measured).toMatchObject({requests: 4});
	expect(findings.get('speed')?.measured?.decodePerSecond).toBeGreaterThan(5);
});

test('a good OpenAI-compatible server has nothing wrong either, and what it does not tell is said', async () => {
	const findings = await examineFaulty({tokenDelayMs: 1}, {api: 'openai'});

	expect(levels(findings)).toMatchObject({thinking: 'ok', schema: 'ok', parallel: 'ok', memory: 'unknown'});
	expect(findings.get('memory')?.what).toContain('does not tell');
});

test('an engine is asked in the roles of a run: a template that refuses them is found', async () => {
	const refusal = {status: 400, body: {object: 'error', message: 'Conversation roles are wrong', code: 400}};

	const findings = await examineFaulty(
		{refusal: ({messages}) => (messages?.[0]?.role === 'system' ? refusal : undefined)},
		{api: 'openai'},
	);

	expect(levels(findings)).toMatchObject({answer: 'wrong'});
});

test('a server that is away ends the examination with the command that starts it', async () => {
	const server = await startFaultServer();
	await server.stop();

	const findings = await examine(createOllamaEngine({host: server.host, model: 'tester:1b'}));

	expect([...findings.keys()]).toEqual(['reachable']);
	const command = `OLLAMA_HOST=127.0.0.1:${server.port} ollama serve`;
	expect(findings.get('reachable')).toMatchObject({level: 'wrong', command});
});

test('a key that only the chat asks for is named with the variable to set', async () => {
	const refused = {status: 401, body: {error: {message: 'no such key'}}};

	const findings = await examineFaulty(
		{refusal: body => (body.messages ? refused : undefined)},
		{api: 'openai'},
	);

	expect(findings.get('answer')).toMatchObject({
		level: 'wrong',
		what: expect.stringContaining('refuses access'),
		command: 'export UNWRITTEN_API_KEY=…',
	});
});

test('a model that is not there is named with those that are and the command that fetches it', async () => {
	const findings = await examineFaulty({model: {name: 'other:2b'}});

	expect([...findings.keys()]).toEqual(['reachable', 'model']);
	expect(findings.get('model')).toMatchObject({
		level: 'wrong',
		command: expect.stringMatching(/^OLLAMA_HOST=http\S+ ollama pull tester:1b$/),
	});
	expect(findings.get('model')?.what).toContain('other:2b');
});

test('thinking that eats the budget is a trap, and so is thinking in tags before the answer', async () => {
	for (const fault of ['thinking-only', 'think-tags'] as const) {
		for (const api of ['ollama', 'openai'] as const) {
			const findings = await examineFaulty({script: () => fault}, {api});

			expect(findings.get('answer')?.level).toBe('ok');
			expect(findings.get('thinking')).toMatchObject({level: 'wrong', remedy: expect.any(String)});
		}
	}
});

test('a model that thinks, and stops when it is told in other words, is none', async () => {
	const findings = await examineFaulty(
		{script: (_, {think}) => (think === false ? undefined : 'thinking-only'), model: {canThink: true}},
		{api: 'openai'},
	);

	expect(findings.get('thinking')?.level).toBe('ok');
});

test('a schema that is ignored is a trap on both APIs', async () => {
	for (const api of ['ollama', 'openai'] as const) {
		const findings = await examineFaulty({replies: () => 'Sure! The sea is wide and calm.'}, {api});

		expect(findings.get('schema')?.level).toBe('wrong');
		expect(findings.get('schema')?.what).toContain('Sure! The sea is wide');
	}
});

test('a context that cuts without a word is found by the count of what was read', async () => {
	const findings = await examineFaulty({
		replies: () => 'Ada nodded to you.',
		script: (_, {messages}) => ((messages.at(-1)?.content.length ?? 0) > 12_000 ? 'context-cut' : undefined),
	});

	expect(findings.get('context')).toMatchObject({level: 'wrong', command: expect.stringContaining('ollama')});
	expect(findings.get('context')?.what).toContain('was cut silently');
});

test('a context too small for a run is said before anything is sent', async () => {
	const findings = await examineFaulty({model: {contextTokens: 1024}});

	expect(findings.get('context')).toMatchObject({level: 'wrong', measured: {contextTokens: 1024}});
});

test('a server with one slot is found by who waits, and the command that gives it more is named', async () => {
	const findings = await examineFaulty({slots: 1, tokenDelayMs: 1});

	expect(findings.get('parallel')).toMatchObject({
		level: 'slow',
		measured: {atOnce: 1},
		command: expect.stringMatching(/^OLLAMA_NUM_PARALLEL=4 OLLAMA_HOST=\S+ ollama serve$/),
	});
});

test.each([
	[4, 4, /^4 of 4 requests are written .*each reply comes all at once/, /proxy_buffering off/],
	[1, 1, /^one request at a time is written .*each reply comes all at once/, /serve several at once/],
] as const)(
	'replies that come at once are told, and %i slots found by when they end',
	async (...[slots, atOnce, what, remedy]) => {
		const findings = await examineFaulty({slots, tokenDelayMs: 5, isHeldBack: true}, {api: 'openai'});

		expect(findings.get('parallel')).toMatchObject({
			level: 'slow',
			measured: {atOnce},
			what: expect.stringMatching(what),
			remedy: expect.stringMatching(remedy),
		});
		const perSecond = findings.get('speed')?.measured?.decodePerSecond ?? 0;
		expect(perSecond).toBeGreaterThan(50);
		expect(perSecond).toBeLessThan(210);
	},
);

test('a model that does not fit the memory is named as that and not as a server error', async () => {
	const findings = await examineFaulty({script: () => 'too-large'});

	expect([...findings.keys()]).toEqual(['reachable', 'model', 'memory']);
	expect(findings.get('memory')).toMatchObject({
		level: 'wrong',
		command: expect.stringMatching(/ ollama ps$/),
	});
});

test('a model that is loaded but larger than the memory is swapped, and so said', async () => {
	const findings = await examineFaulty({}, {machine: {...bareMachine, memoryBytes: 50e6}});

	expect(findings.get('memory')?.what).toContain('more memory than there is');
});

test('a model that spills to the CPU, a GPU that is not used and one that is are told apart', async () => {
	const withGpu = {...bareMachine, hasGpu: true};
	const spilled = await examineFaulty({gpuShare: 0.6}, {machine: withGpu});
	const unused = await examineFaulty({gpuShare: 0}, {machine: withGpu});
	const used = await examineFaulty({gpuShare: 1}, {machine: withGpu});

	expect(spilled.get('memory')).toMatchObject({
		level: 'slow',
		what: expect.stringContaining('part of the model'),
	});
	expect(unused.get('memory')).toMatchObject({level: 'slow', command: 'nvidia-smi'});
	expect(used.get('memory')?.level).toBe('ok');
});

test('a server that decodes very slowly is said to, with what that means for an interaction', async () => {
	const findings = await examineFaulty({
		tokenDelayMs: 230,
		slots: 4,
		replies: ({messages}) => (messages.at(-1)?.content.includes('barn') ? 'one two three' : '{}'),
	});

	expect(findings.get('speed')).toMatchObject({
		level: 'slow',
		what: expect.stringContaining('min an interaction'),
	});
});

test('the embedded engine is examined in the same way', async () => {
	const fake = createFakeLlama();
	const engine = createEmbeddedEngine({
		model: 'small.gguf',
		sequences: 2,
		importModule: async () => fake.module,
		findModelFile: async () => ({path: '/small.gguf', sizeBytes: 98, digest: 'sha256-of-ends:abc'}),
	});

	const findings = await examine(engine);

	expect(levels(findings)).toMatchObject({
		answer: 'ok',
		schema: 'wrong',
		context: 'ok',
		memory: 'ok',
	});
});

test('rehearsal has nothing to be examined', async () => {
	expect([...(await examine(createRehearsalEngine())).keys()]).toEqual(['reachable', 'model']);
});
