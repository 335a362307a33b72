import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {packageFolder} from '../../source/cli/embedded-package.js';
import {findModelFile} from '../../source/cli/find-model-file.js';
import {binaryPackages} from '../../source/cli/install-embedded.js';
import {prepareEmbedded} from '../../source/cli/prepare-embedded.js';
import {UserError} from '../../source/pipeline/errors.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

afterEach(() => void vi.unstubAllEnvs());

/** A package in place whose resolver does this. */
function installStandIn(resolver: string): void {
	vi.stubEnv('UNWRITTEN_EMBEDDED', createTemporaryFolder());
	const folder = join(packageFolder(), 'node_modules', 'node-llama-cpp', 'dist');
	mkdirSync(folder, {recursive: true});
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(
		join(folder, 'index.js'),
		`export async function resolveModelFile(name, options) {${resolver}}`,
	);
}

test('without a yes nothing is installed, and the hint says how to say it', async () => {
	vi.stubEnv('UNWRITTEN_EMBEDDED', createTemporaryFolder());

	const preparing = prepareEmbedded({model: 'a.gguf', hasSaidYes: false});

	await expect(preparing).rejects.toThrow(UserError);
	await expect(preparing).rejects.toMatchObject({hint: expect.stringContaining('--yes-install')});
});

test('a file on this machine needs no yes once the package is there', async () => {
	installStandIn('throw new Error("asked")');

	await prepareEmbedded({model: 'a.gguf', hasSaidYes: false});
});

test('weights by name are fetched after a yes alone, and a hub out of reach is one clear sentence', async () => {
	installStandIn('throw new Error(options.download === false ? "not here" : "getaddrinfo ENOTFOUND")');
	const model = 'hf:someone/small-GGUF:Q4_K_M';

	await expect(prepareEmbedded({model, hasSaidYes: false})).rejects.toMatchObject({
		hint: expect.stringContaining('--yes-install'),
	});
	await expect(prepareEmbedded({model, hasSaidYes: true})).rejects.toThrow(
		`the weights \`${model}\` cannot be fetched: the hub does not answer or does not have them`,
	);
});

test('a model file is known by its size and both ends', async () => {
	const folder = createTemporaryFolder();
	const path = join(folder, 'a.gguf');
	writeFileSync(path, 'GGUF and so on');
	const first = await findModelFile(path);
	writeFileSync(path, 'GGUF and so on.');
	const second = await findModelFile(path);

	expect(first).toMatchObject({
		path,
		sizeBytes: 14,
		digest: expect.stringMatching(/^sha256-of-ends:[0-9a-f]{64}$/),
	});
	expect(second?.digest).not.toBe(first?.digest);
	expect(await findModelFile(join(folder, 'b.gguf'))).toBeUndefined();
	expect(await findModelFile(folder)).toBeUndefined();
});

test('only the prebuilt binary of this platform is fetched, with CUDA where there is an NVIDIA card', () => {
	expect(binaryPackages('linux', 'x64', false)).toEqual(['linux-x64']);
	expect(binaryPackages('linux', 'x64', true)).toEqual(['linux-x64', 'linux-x64-cuda']);
	expect(binaryPackages('darwin', 'arm64', true)).toEqual(['mac-arm64-metal']);
	expect(() => binaryPackages('sunos', 'x64', false)).toThrow(UserError);
});
