import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import type {FormatName} from '../exporters/format-names.js';
import {UserError} from '../pipeline/errors.js';
import {exitCodes} from './exit-codes.js';
import {loadExportContext} from './export-context.js';
import {openSources, refuseEmpty, type Sources} from './open-sources.js';
import type {Arguments} from './parse-arguments.js';
import {planSplits, type SetPart} from './plan-splits.js';
import {resolveSettings} from './resolve-settings.js';
import {writeDataset} from './write-dataset.js';
import {writeFiles} from './write-files.js';
import {defaultFormats, type WritingOptions} from './writing-options.js';

/**
 * `export RUN-or-FILE…`: writes a set in one format or several, whole or in splits, and prints the path of each file. A run
 * that lacks some gets PARTIAL files.
 */
export async function runExportCommand(given: Arguments): Promise<number> {
	const {writing, subjects} = given;
	const {outputFolder} = await resolveSettings(given);
	const sources = await openSources(outputFolder, subjects);
	try {
		const formats = formatsOf(writing);
		const context = await loadExportContext(formats, writing);
		await refuseEmpty(sources);
		const parts = await planSplits(sources, writing);
		const {dataset} = writing;
		if (dataset !== undefined) return await exportDataset({folder: dataset, parts, context, formats});
		return await exportFiles({
			sources,
			parts,
			context,
			formats,
			outputFolder: folderOf(sources, outputFolder),
		});
	} finally {
		await sources.close();
	}
}

function formatsOf({formats, dataset}: WritingOptions): FormatName[] {
	const chosen = formats ?? defaultFormats(dataset);
	if (dataset !== undefined) refuseMixture(chosen);
	return chosen;
}

type Export = {formats: FormatName[]; parts: SetPart[]; context: ExportContext};

/** Beside the run, where it is one; else the output folder. */
function folderOf({sets}: Sources, outputFolder: string): string {
	return (sets.length === 1 && sets[0]?.run?.outputFolder) || outputFolder;
}

async function exportFiles(files: Export & {sources: Sources; outputFolder: string}): Promise<number> {
	const {sources, ...parts} = files;
	const [only] = sources.sets.length === 1 ? sources.sets : [];
	await writeFiles({
		...parts,
		partial: sources.sets.some(({run}) => run !== undefined && run.accepted < run.runFile.plan.requested),
		shard: only?.run?.runFile.plan.shard,
		onFile: path => process.stdout.write(`${path}\n`),
	});
	return exitCodes.done;
}

async function exportDataset(dataset: Export & {folder: string}): Promise<number> {
	const count = await writeDataset(dataset);
	process.stdout.write(`${dataset.folder}\n`);
	process.stderr.write(`${count} interactions written\n`);
	return exitCodes.done;
}

/** `datasets` reads all files of a folder with one reader, that of its first configuration. */
function refuseMixture(formats: FormatName[]): void {
	const [first, ...others] = formats.map(name => exporters[name].extension);
	if (others.every(extension => extension === first)) return;
	throw new UserError(
		`a data set of \`${formats.join(', ')}\` could not be loaded: its files are of different kinds`,
		{
			hint: 'write one folder for Parquet, one for CSV and one for the formats in JSON lines',
		},
	);
}
