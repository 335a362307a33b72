import type {SetRecord} from '../domain/set-record.js';
import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import type {FormatName} from '../exporters/format-names.js';
import {UserError} from '../pipeline/errors.js';
import {exportBatch} from '../store/export-file.js';
import {exitCodes} from './exit-codes.js';
import {loadChatTemplates} from './load-chat-templates.js';
import {openSources, type Sources} from './open-sources.js';
import type {Arguments} from './parse-arguments.js';
import {planSplits, type SetPart} from './plan-splits.js';
import {resolveSettings} from './resolve-settings.js';
import {writeDataset} from './write-dataset.js';

/**
 * `export RUN-or-FILE…`: writes a set in one format or several, whole or in splits, and prints the path of each file. A run
 * that lacks some gets PARTIAL files.
 */
export async function runExportCommand(given: Arguments): Promise<number> {
	const {writing, subjects} = given;
	const {outputFolder} = await resolveSettings(given);
	const sources = await openSources(outputFolder, subjects);
	try {
		const context = {chat: await loadChatTemplates(), reply: writing.reply};
		await refuseEmpty(sources);
		const parts = await planSplits(sources, writing);
		if (writing.dataset !== undefined) return await exportDataset({given, sources, parts, context});
		return await exportFiles({given, sources, parts, context, outputFolder: folderOf(sources, outputFolder)});
	} finally {
		await sources.close();
	}
}

type Export = {given: Arguments; sources: Sources; parts: SetPart[]; context: ExportContext};

/** Beside the run, where it is one; else the output folder. */
function folderOf({sets}: Sources, outputFolder: string): string {
	return (sets.length === 1 && sets[0]?.run?.outputFolder) || outputFolder;
}

async function exportFiles(parts: Export & {outputFolder: string}): Promise<number> {
	const {given, sources, context, outputFolder} = parts;
	const now = Date.now();
	const partial = sources.sets.some(
		({run}) => run !== undefined && run.accepted < run.runFile.plan.requested,
	);
	const [only] = sources.sets.length === 1 ? sources.sets : [];
	for (const format of given.writing.formats ?? (['json'] as const)) {
		for (const part of parts.parts) {
			const {path, count} = await exportBatch({
				outputFolder,
				interactions: part.records(),
				partial,
				makesFolder: true,
				now,
				what: [format === 'json' || format === 'jsonl' ? 'batch' : format, part.name]
					.filter(Boolean)
					.join('_'),
				format: bindFormat(format, context),
				...(only?.run && {shard: only.run.runFile.plan.shard}),
			});
			if (path !== undefined) tellFile({path, count, part});
		}
	}
	return exitCodes.done;
}

function bindFormat(name: FormatName, context: ExportContext) {
	const {extension, write} = exporters[name];
	return {extension, write: (records: AsyncIterable<SetRecord>) => write(records, context)};
}

function tellFile({path, count, part}: {path: string; count: number; part: SetPart}): void {
	process.stdout.write(`${path}\n`);
	process.stderr.write(`${count} interactions written${part.name ? ` (${part.name})` : ''}\n`);
}

/** A run that is finished with nothing in it, or an empty file, is the mistake of the user. */
async function refuseEmpty({sets, records}: Sources): Promise<void> {
	for await (const _ of records()) return;
	const run = sets.find(set => set.run)?.run;
	if (run) {
		throw new UserError(`the run \`${run.runId}\` has no accepted interaction yet`, {
			hint: `go on with \`unwritten --resume ${run.runId}\``,
		});
	}
	throw new UserError(`\`${sets.map(({source}) => source).join(', ')}\` holds no record`, {
		hint: 'give a run or a batch file with records in it',
	});
}

async function exportDataset({given, parts, context}: Export): Promise<number> {
	const folder = given.writing.dataset as string;
	const count = await writeDataset({
		folder,
		parts,
		context,
		formats: given.writing.formats ?? ['messages', 'parquet'],
	});
	process.stdout.write(`${folder}\n`);
	process.stderr.write(`${count} interactions written\n`);
	return exitCodes.done;
}
