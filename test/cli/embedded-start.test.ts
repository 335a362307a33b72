import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {packageFolder} from '../../source/cli/embedded-package.js';
import {main} from '../../source/cli/main.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

let said = '';

beforeEach(() => {
	said = '';
	vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
	vi.stubEnv('UNWRITTEN_EMBEDDED', createTemporaryFolder());
	for (const stream of ['stdout', 'stderr'] as const) {
		vi.spyOn(process[stream], 'write').mockImplementation(text => {
			said += String(text);
			return true;
		});
	}
});

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

/** node-llama-cpp in place, which reads the head of every file and can load none. */
function installStandIn(): void {
	const folder = join(packageFolder(), 'node_modules', 'node-llama-cpp', 'dist');
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(
		join(folder, 'index.js'),
		`const metadata = {general: {architecture: 'llama'}, llama: {context_length: 8192}};
		export const readGgufFileInfo = async () => ({metadata});
		export const getLlama = async () => ({
			gpu: false,
			async loadModel() {
				throw new Error('not enough memory for 42 GB.');
			},
		});`,
	);
}

test('a model that cannot be loaded is refused before the first interaction, and nothing is left', async () => {
	installStandIn();
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
	expect(said).toContain(`the model \`${model}\` cannot be loaded: not enough memory for 42 GB`);
	expect(said).toMatch(/hint: take a smaller model or quantisation/);
	expect(existsSync(out)).toBe(false);
});
