import type {SetRecord} from '../domain/set-record.js';
import type {Shard} from '../domain/shard.js';
import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import type {FormatName} from '../exporters/format-names.js';
import {exportBatch} from '../store/export-file.js';
import type {SetPart} from './plan-splits.js';

/** Writes each part in each format, names the files on stdout and their sizes on stderr. */
export async function writeFiles(writing: {
	formats: FormatName[];
	parts: SetPart[];
	context: ExportContext;
	outputFolder: string;
	partial: boolean;
	/** Stands in the name instead of `batch`. */
	what?: string;
	shard?: Shard | undefined;
}): Promise<void> {
	const {formats, parts, context, outputFolder, partial, what = 'batch', shard} = writing;
	const now = Date.now();
	for (const format of formats) {
		for (const part of parts) {
			const word = format === 'json' || format === 'jsonl' ? what : format;
			const {path, count} = await exportBatch({
				outputFolder,
				interactions: part.records(),
				partial,
				makesFolder: true,
				now,
				what: [word, part.name].filter(Boolean).join('_'),
				format: bindFormat(format, context),
				...(shard && {shard}),
			});
			if (path !== undefined) tellFile({path, count, part});
		}
	}
}

function bindFormat(name: FormatName, context: ExportContext) {
	const {extension, write} = exporters[name];
	return {extension, write: (records: AsyncIterable<SetRecord>) => write(records, context)};
}

function tellFile({path, count, part}: {path: string; count: number; part: SetPart}): void {
	process.stdout.write(`${path}\n`);
	process.stderr.write(`${count} interactions written${part.name ? ` (${part.name})` : ''}\n`);
}
