import {basename, resolve} from 'node:path';
import type {SetRecord} from '../domain/set-record.js';
import {createSetTally, type SetTally} from '../domain/set-tally.js';
import {type CardConfig, type CardSplit, writeDatasetCard} from '../exporters/dataset-card.js';
import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import {fitRecord} from '../exporters/fit-record.js';
import type {FormatName} from '../exporters/format-names.js';
import {type DatasetFile, writeDatasetFolder} from '../store/dataset-folder.js';
import {appVersion} from './app-version.js';
import type {SetPart} from './plan-splits.js';

type Dataset = {folder: string; parts: SetPart[]; context: ExportContext; formats: FormatName[]};

/**
 * Writes a folder that the Python library `datasets` loads without code: a configuration for each format, and the card
 * last, when everything is counted. Resolves with the number of records.
 */
export async function writeDataset(dataset: Dataset): Promise<number> {
	const tally = createSetTally();
	const configs = dataset.formats.map(name => ({name, fields: exporters[name].fields, splits: []}));
	await writeDatasetFolder(dataset.folder, listFiles(dataset, {configs, tally}));
	return tally.total;
}

function* listFiles(
	{folder, parts, context}: Dataset,
	{configs, tally}: {configs: CardConfig[]; tally: SetTally},
): Generator<DatasetFile> {
	for (const [index, config] of configs.entries()) {
		const {extension, write, needsChat} = exporters[config.name];
		for (const part of parts) {
			const name = part.name ?? 'train';
			const split = {name, path: `${config.name}/${name}${extension}`, count: 0, bytes: 0};
			config.splits.push(split);
			const rows = () => (needsChat ? part.records() : fitRecords(part.records()));
			const counted = () => countRecords(rows(), {split, tally: index === 0 ? tally : undefined});
			yield {path: split.path, write: () => countBytes(write(counted(), context), split)};
		}
	}
	const title = basename(resolve(folder));
	yield {
		path: 'README.md',
		write: () => pieces(writeDatasetCard({title, configs, tally, appVersion: appVersion()})),
	};
}

/** The card says what each row holds: none may hold anything else, whoever wrote the record. */
async function* fitRecords(records: AsyncIterable<SetRecord>): AsyncGenerator<SetRecord> {
	for await (const {record, original, source, position} of records) {
		yield {record, original: fitRecord(original), source, position};
	}
}

async function* countRecords(
	records: AsyncIterable<SetRecord>,
	{split, tally}: {split: CardSplit; tally: SetTally | undefined},
): AsyncGenerator<SetRecord> {
	for await (const record of records) {
		split.count++;
		tally?.add(record.record);
		yield record;
	}
}

async function* countBytes(
	written: AsyncIterable<string | Uint8Array>,
	split: CardSplit,
): AsyncGenerator<string | Uint8Array> {
	for await (const piece of written) {
		split.bytes += Buffer.byteLength(piece);
		yield piece;
	}
}

async function* pieces(text: string): AsyncGenerator<string> {
	yield text;
}
