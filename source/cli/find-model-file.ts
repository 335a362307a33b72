import {createHash} from 'node:crypto';
import {open, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {ModelFile} from '../engines/embedded/create-embedded-engine.js';
import {embeddedFolder, importEmbeddedPackage} from './embedded-package.js';

const endBytes = 1_048_576;

/** Weights that have to be fetched before they are a file. */
export function isRemoteModel(model: string): boolean {
	return /^(?:hf:|https?:)/i.test(model);
}

export function weightsFolder(): string {
	return join(embeddedFolder(), 'weights');
}

/** The file that the name of a model stands for; undefined where it is not there. Fetches nothing. */
export async function findModelFile(model: string): Promise<ModelFile | undefined> {
	const path = isRemoteModel(model) ? await findFetched(model) : model;
	const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
	if (path === undefined || !found?.isFile()) return undefined;
	return {path, sizeBytes: found.size, digest: await digestOfEnds(path, found.size)};
}

async function findFetched(model: string): Promise<string | undefined> {
	const {resolveModelFile} = await importEmbeddedPackage();
	const options = {directory: weightsFolder(), cli: false as const, download: false as const};
	return resolveModelFile(model, options).catch(() => undefined);
}

/** Of the size and both ends: a whole file of weights would take seconds to read at every start, and says so. */
async function digestOfEnds(path: string, sizeBytes: number): Promise<string> {
	const file = await open(path);
	try {
		const hash = createHash('sha256').update(String(sizeBytes));
		for (const position of [0, Math.max(0, sizeBytes - endBytes)]) {
			const {buffer, bytesRead} = await file.read({buffer: Buffer.alloc(endBytes), position});
			hash.update(buffer.subarray(0, bytesRead));
		}
		return `sha256-of-ends:${hash.digest('hex')}`;
	} finally {
		await file.close();
	}
}
