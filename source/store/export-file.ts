import {link, mkdir, open, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Shard} from '../domain/shard.js';
import {localTimestamp} from './local-timestamp.js';
import {shardSuffix} from './run-id.js';
import {systemErrorCode, toStoreError} from './system-failure.js';
import {syncFolder} from './write-atomically.js';
import {writePieces} from './write-pieces.js';

/** How interactions become text; the exporters have this form. */
export type ExportFormat<Item> = {
	/** With its dot. */
	extension: string;
	write(items: AsyncIterable<Item>): AsyncIterable<string | Uint8Array>;
};

/** `path` is undefined when a partial export held nothing: no file is written then. */
export type ExportResult = {path: string | undefined; count: number};

const maximumNameTries = 1000;

/**
 * Writes `multi_step_batch[_PARTIAL]_YYYYMMDD_HHMMSS[_3of8]` with the extension of the format, streaming. `what`: another
 * word than `batch`.
 *
 * The file appears whole or not at all and never takes the place of another. `now`: ms since the epoch. Throws
 * `StoreError`, or what `interactions` throws.
 */
export async function exportBatch<Item>(options: {
	outputFolder: string;
	interactions: AsyncIterable<Item>;
	partial: boolean;
	now: number;
	format: ExportFormat<Item>;
	what?: string;
	/** Part of the plan that is exported; it stands in the name, so that files of other machines can lie beside it. */
	shard?: Shard;
	/** The folder may not be there yet; a run whose folder was deleted must not be given a new one. */
	makesFolder?: boolean;
}): Promise<ExportResult> {
	const {outputFolder, partial, now, format, what = 'batch'} = options;
	const {date, time} = localTimestamp(now);
	const name = `multi_step_${what}${partial ? '_PARTIAL' : ''}_${date}_${time}${shardSuffix('_', options.shard)}`;
	const temporaryPath = join(outputFolder, `.${name}.${process.pid}.tmp`);
	try {
		if (options.makesFolder) await mkdir(outputFolder, {recursive: true});
		const counted = countPassing(options.interactions);
		await writePieces(temporaryPath, format.write(counted.interactions));
		const count = counted.count();
		if (partial && count === 0) return {path: undefined, count};
		const path = await placeFile({
			temporaryPath,
			stem: join(outputFolder, name),
			extension: format.extension,
		});
		await syncFolder(outputFolder);
		return {path, count};
	} catch (error) {
		throw toStoreError(`could not write the batch in \`${outputFolder}\``, error);
	} finally {
		await rm(temporaryPath, {force: true}).catch(() => {});
	}
}

function countPassing<Item>(interactions: AsyncIterable<Item>) {
	let count = 0;
	async function* pass(): AsyncGenerator<Item> {
		for await (const interaction of interactions) {
			count++;
			yield interaction;
		}
	}
	return {interactions: pass(), count: () => count};
}

async function placeFile(options: {temporaryPath: string; stem: string; extension: string}): Promise<string> {
	const {temporaryPath, stem, extension} = options;
	for (let number = 1; ; number++) {
		const path = `${stem}${number === 1 ? '' : `_${number}`}${extension}`;
		try {
			await moveWithoutReplacing(temporaryPath, path);
			return path;
		} catch (error) {
			if (systemErrorCode(error) !== 'EEXIST' || number === maximumNameTries) throw error;
		}
	}
}

/** `link` is the one call that names a file and refuses to replace another; some file systems lack it. */
async function moveWithoutReplacing(from: string, to: string): Promise<void> {
	try {
		await link(from, to);
	} catch (error) {
		const lacksLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(
			systemErrorCode(error) ?? '',
		);
		if (!lacksLinks) throw error;
		await renameWithoutReplacing(from, to);
	}
}

async function renameWithoutReplacing(from: string, to: string): Promise<void> {
	const reserved = await open(to, 'wx');
	await reserved.close();
	await rename(from, to);
}
