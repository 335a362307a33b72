import {mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Interaction, interactionSchema} from '../../source/domain/interaction.js';
import type {RunEvent} from '../../source/pipeline/events.js';
import {createModel, createOllamaServer, type OllamaServer} from './ollama-server.js';
import {type Finished, runProgram} from './run-program.js';

let server: OllamaServer;

beforeAll(async () => {
	server = await createOllamaServer();
	await server.start();
	createModel(server.host, 'smollm2:135m', 'smollm2.modelfile');
	createModel(server.host, 'gemma3:270m', 'gemma3.modelfile');
});

afterAll(() => server.kill());

test('smollm2 fills a set although its server is killed on the way', async () => {
	const out = createFolder();
	let outage: Promise<void> | undefined;
	const run = await runProgram([...optionsFor('smollm2:135m', out), '--count', '8', '--seed', '7'], event => {
		if (event.type === 'interaction-accepted') outage ??= server.kill();
		if (event.type === 'engine-lost') outage = outage?.then(() => server.start());
	});
	await outage;
	const {accepted, failed} = count(run.events);
	report('smollm2:135m', run, out);

	expect(run.events.map(event => event.type)).toEqual(
		expect.arrayContaining(['engine-lost', 'engine-returned']),
	);
	expect(accepted).toBeGreaterThanOrEqual(4);
	expect(accepted + failed).toBe(8);
	expect(run.code).toBe(accepted === 8 ? 0 : 3);
	expect(readBatch(out, 'multi_step_batch_2').length).toBe(accepted);
});

test('a stopped run keeps what it has and goes on where it was', async () => {
	const out = createFolder();
	const options = optionsFor('smollm2:135m', out);
	const stopped = await runProgram([...options, '--count', '2', '--seed', '8'], (event, child) => {
		if (event.type === 'step-finished') child.kill('SIGINT');
	});
	const resumed = await runProgram([...options, '--resume']);

	expect(stopped.code).toBe(130);
	const {accepted, failed} = count([...stopped.events, ...resumed.events]);
	expect(accepted + failed).toBe(2);
	expect(resumed.code).toBe(accepted === 2 ? 0 : 3);
	const finished = stopped.events.find(event => event.type === 'step-finished');
	const repeated = resumed.events.filter(
		event =>
			event.type === 'step-finished' &&
			event.planIndex === finished?.planIndex &&
			event.step === finished.step,
	);
	expect(repeated).toEqual([]);
});

test('gemma3, a base model, ends truthfully', async () => {
	const out = createFolder();
	const run = await runProgram([...optionsFor('gemma3:270m', out), '--count', '2', '--seed', '7']);
	const {accepted, failed} = count(run.events);
	report('gemma3:270m', run, out);

	expect(accepted + failed).toBe(2);
	expect(run.code).toBe(accepted === 2 ? 0 : 3);
	expect(readBatch(out, 'multi_step_batch_2').length).toBe(accepted);
	const attempts = readLines(out, 'attempts.jsonl');
	if (failed > 0) expect(attempts.length).toBeGreaterThanOrEqual(12);
});

test('a model that is not there is the user’s mistake and names those that are', async () => {
	const out = createFolder();
	const run = await runProgram([
		'--host',
		server.host,
		'--model',
		'no-such:1b',
		'--count',
		'1',
		'--out',
		out,
	]);

	expect(run.code).toBe(2);
	expect(run.stderr).toContain('`no-such:1b`');
	expect(run.stderr).toContain('smollm2:135m');
	expect(readdirSync(out)).toEqual([]);
});

function createFolder(): string {
	return mkdtempSync(join(tmpdir(), 'unwritten-ollama-'));
}

function optionsFor(model: string, out: string): string[] {
	return ['--host', server.host, '--model', model, '--parallel', '3', '--out', out, '--wait-for-engine', '5'];
}

function count(events: RunEvent[]): {accepted: number; failed: number} {
	const counted = (type: RunEvent['type']) => events.filter(event => event.type === type).length;
	return {accepted: counted('interaction-accepted'), failed: counted('interaction-failed')};
}

function readBatch(out: string, prefix: string): Interaction[] {
	const name = readdirSync(out).find(file => file.startsWith(prefix)) as string;
	const batch = JSON.parse(readFileSync(join(out, name), 'utf8')) as unknown[];
	return batch.map(record => interactionSchema.parse(record));
}

function readLines(out: string, name: string): string[] {
	const [run] = readdirSync(join(out, 'runs'));
	return readFileSync(join(out, 'runs', run as string, name), 'utf8')
		.trim()
		.split('\n');
}

/** What a note wants to know: how many, in which time, at which cost. */
function report(model: string, run: Finished, out: string): void {
	const {accepted, failed} = count(run.events);
	const attempts = readLines(out, 'attempts.jsonl').length;
	const minutes = ((run.events.at(-1)?.at ?? 0) - (run.events[0]?.at ?? 0)) / 60_000;
	process.stdout.write(
		`${model}: ${accepted} accepted, ${failed} failed, ${attempts} refused attempts, ${minutes.toFixed(1)} min\n`,
	);
	for (const record of readBatch(out, 'multi_step_batch_2')) {
		process.stdout.write(
			`  #${record.training_metadata.plan_index} ${record.npc_card_narrative.dialogue_prose}\n`,
		);
	}
}
