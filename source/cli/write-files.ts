import type {SetRecord} from '../domain/set-record.js';
import type {Shard} from '../domain/shard.js';
import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import type {FormatName} from '../exporters/format-names.js';
import {exportBatch} from '../store/export-file.js';
import type {SetPart} from './plan-splits.js';

/** Writes each part in each format, hands on the path of each file and says on stderr what it holds. */
export async function writeFiles(writing: {
	formats: FormatName[];
	parts: SetPart[];
	context: ExportContext;
	outputFolder: string;
	partial: boolean;
	/** Stands in the name instead of `batch`. */
	what?: string;
	shard?: Shard | undefined;
	onFile: (path: string) => void;
}): Promise<void> {
	const {formats, parts, context, outputFolder, partial, what = 'batch', shard, onFile} = writing;
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
			if (path === undefined) continue;
			onFile(path);
			tellSize(count, part);
		}
	}
}

function bindFormat(name: FormatName, context: ExportContext) {
	const {extension, write} = exporters[name];
	return {extension, write: (records: AsyncIterable<SetRecord>) => write(records, context)};
}

function tellSize(count: number, part: SetPart): void {
	process.stderr.write(`${count} interactions written${part.name ? ` (${part.name})` : ''}\n`);
}
