import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test, vi} from 'vitest';
import {createLauncher} from '../../source/cli/create-launcher.js';
import {packageFolder} from '../../source/cli/embedded-package.js';
import {main} from '../../source/cli/main.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createScreenRuns} from '../../source/cli/screen-runs.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();

beforeEach(() => {
	vi.stubEnv('UNWRITTEN_EMBEDDED', createTemporaryFolder());
});

const cannotLoad = `async loadModel() {
	throw new Error('not enough memory for 42 GB.');
}`;

/** Counts the copies of the weights in memory, and the most there were. */
const loads = `async loadModel() {
	const held = (globalThis.heldWeights ??= {now: 0, most: 0});
	held.most = Math.max(held.most, ++held.now);
	return {
		size: 1,
		gpuLayers: 0,
		fileInsights: {totalLayers: 1},
		createContext: async () => ({getSequence: () => ({tokenMeter: {}}), dispose: async () => {}}),
		dispose: async () => void held.now--,
	};
}`;

const weights = globalThis as {heldWeights?: {now: number; most: number}};

/** node-llama-cpp in place, which reads the head of every file. */
function installStandIn(loadModel: string): void {
	const folder = join(packageFolder(), 'node_modules', 'node-llama-cpp', 'dist');
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(
		join(folder, 'index.js'),
		`const metadata = {general: {architecture: 'llama'}, llama: {context_length: 8192}};
		export const readGgufFileInfo = async () => ({metadata});
		export const resolveChatWrapper = () => ({});
		export const getLlama = async () => ({gpu: false, ${loadModel}});`,
	);
}

test('a model that cannot be loaded is refused before the first interaction, and nothing is left', async () => {
	installStandIn(cannotLoad);
	const folder = createTemporaryFolder();
	const model = join(folder, 'large.gguf');
	writeFileSync(model, 'GGUF and so on');
	const out = join(folder, 'out');

	const code = await main([
		'--plain',
		'--engine',
		'embedded',
		'--model',
		model,
		'--count',
		'4',
		'--out',
		out,
	]);

	expect(code).toBe(2);
	expect(output.stderr.join('')).toContain(
		`the model \`${model}\` cannot be loaded: not enough memory for 42 GB`,
	);
	expect(output.stderr.join('')).toMatch(/hint: take a smaller model or quantisation/);
	expect(existsSync(out)).toBe(false);
});

function writeModel(): string {
	const model = join(createTemporaryFolder(), 'small.gguf');
	writeFileSync(model, 'GGUF and so on');
	return model;
}

test('weights that were loaded for a run that cannot be opened are freed again', async () => {
	installStandIn(loads);
	weights.heldWeights = {now: 0, most: 0};
	const out = join(createTemporaryFolder(), 'out');
	writeFileSync(out, 'no folder');
	const given = ['--plain', '--engine', 'embedded', '--model', writeModel(), '--count', '1', '--out', out];

	expect(await main(given)).not.toBe(0);

	expect(weights.heldWeights).toEqual({now: 0, most: 1});
});

test('going on after the trial keeps one copy of the weights in memory', async () => {
	installStandIn(loads);
	weights.heldWeights = {now: 0, most: 0};
	const given = parseArguments(['--engine', 'embedded', '--out', createTemporaryFolder()]);
	const runs = createScreenRuns(error => expect.fail(String(error)));
	const launcher = await createLauncher(given, await resolveSettings(given), runs);
	const trial = await launcher.start({kind: 'trial', engine: 'embedded', model: writeModel()});
	await trial.controls.stop();
	await launcher.endTrial();
	expect(weights.heldWeights).toEqual({now: 0, most: 1});

	const {controls} = await launcher.start({kind: 'extend', runId: trial.facts.runId, count: 3});
	await controls.stop();
	await launcher.endTrial();
	expect(weights.heldWeights).toEqual({now: 0, most: 1});
});
