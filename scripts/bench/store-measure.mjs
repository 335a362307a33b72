// One measurement of the store in a process of its own, so that memory is its own: `store-measure.mjs KIND FOLDER RUN`
// prints one line of JSON.

import {open, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {keepHeapSmall} from '../../dist/cli/keep-heap-small.js';
import {main} from '../../dist/cli/main.js';
import {summarizeInteraction} from '../../dist/domain/interaction-summary.js';
import {createNearCopyIndex} from '../../dist/domain/quality/find-near-copy.js';
import {writeBatchJson} from '../../dist/exporters/batch-json.js';
import {parsePromptBook} from '../../dist/pipeline/prompt-book.js';
import {createRunState} from '../../dist/pipeline/run-state.js';
import {exportBatch} from '../../dist/store/export-file.js';
import {defaultPromptFolder, loadPromptFiles} from '../../dist/store/prompt-files.js';
import {openRun, readRun} from '../../dist/store/run-folder.js';
import {createRecord} from './long-run.mjs';

// As the program itself does.
keepHeapSmall();
const [kind, outputFolder, runId] = process.argv.slice(2);
const prompts = await loadPromptFiles(defaultPromptFolder);
const book = parsePromptBook(prompts.texts, prompts.fingerprint);

const measures = {
	resume: measureResume,
	append: () => measureAppend(true),
	'append-unflushed': () => measureAppend(false),
	export: measureExport,
	'export-command': measureExportCommand,
};
process.stdout.write(JSON.stringify(await measures[kind]()));

/** What a resume does before its first slot: open and fold, near copies, progress. */
async function resume() {
	const folder = await openRun({outputFolder, runId, now: Date.now()});
	const nearCopies = createNearCopyIndex(folder.nearCopies);
	await folder.nearCopies.visitCounted(nearCopies.addArchived);
	const planIndexes = Array.from({length: folder.runFile.plan.requested}, (_, index) => index);
	const state = createRunState(
		{
			plan: {seed: 7, order: 'balanced', planIndexes},
			store: folder,
			parallel: 1,
			clock: Date,
			engine: {},
			book,
			policy: {},
		},
		nearCopies,
	);
	return {folder, nearCopies, state};
}

async function measureResume() {
	const baseBytes = process.memoryUsage().rss;
	const startedAt = performance.now();
	const {folder, state} = await resume();
	const resumeMs = performance.now() - startedAt;
	const reads = [];
	for (let read = 0; read < 500; read++) {
		const number = Math.floor((read * 7919 * 7919) % state.progress.summaries.length);
		const at = performance.now();
		await folder.readInteraction(state.progress.summaries.at(number).id);
		reads.push(performance.now() - at);
	}
	globalThis.gc();
	const {rss} = process.memoryUsage();
	const peakBytes = process.resourceUsage().maxRSS * 1024;
	await folder.close();
	return {
		resumeMs,
		accepted: state.progress.accepted,
		rssBytes: rss,
		baseBytes,
		peakBytes,
		readP99Ms: percentile(reads, 0.99),
	};
}

/** Near-copy check, append and announcement of one after the other. */
async function measureAppend(isFlushed) {
	if (!isFlushed) {
		const probe = await open(process.argv[1]);
		Object.getPrototypeOf(probe).sync = async () => {};
		await probe.close();
	}
	const {folder, nearCopies, state} = await resume();
	const first = state.progress.summaries.length;
	const times = [];
	const warmUp = 500;
	const appends = isFlushed ? 1_000 : 3_000;
	for (let index = first; index < first + warmUp + appends; index++) {
		const record = createRecord(runId, index);
		const prose = record.npc_card_narrative.dialogue_prose;
		const at = performance.now();
		nearCopies.findNearCopy(prose);
		nearCopies.add(record.training_metadata.id, prose);
		await folder.appendInteraction(record);
		const summary = summarizeInteraction(record, 'accepted');
		state.bus.emit({type: 'interaction-accepted', worker: 0, planIndex: index, durationMs: 1, summary});
		if (index >= first + warmUp) times.push(performance.now() - at);
	}
	globalThis.gc();
	const {rss} = process.memoryUsage();
	await folder.close();
	return {p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), rssBytes: rss};
}

async function measureExport() {
	const folder = await readRun({outputFolder, runId});
	globalThis.gc();
	const before = process.memoryUsage().rss;
	const peakBefore = process.resourceUsage().maxRSS * 1024;
	const startedAt = performance.now();
	const {path, count} = await exportBatch({
		outputFolder,
		interactions: folder.countedRecords(),
		partial: true,
		now: Date.now(),
		format: {extension: '.json', write: writeBatchJson},
	});
	const durationMs = performance.now() - startedAt;
	const {size} = await stat(path);
	await rm(path);
	await folder.close();
	const grownBytes = process.resourceUsage().maxRSS * 1024 - Math.max(before, peakBefore);
	return {count, megabytesPerSecond: size / 1e6 / (durationMs / 1000), grownBytes};
}

/** What a user waits for: the program itself, from its first line on, the run opened and every record checked. */
async function measureExportCommand() {
	const startedAt = performance.now();
	await main(['export', runId, '--out', outputFolder]);
	const durationMs = performance.now() - startedAt;
	const [name] = (await readdir(outputFolder)).filter(file => file.endsWith('.json'));
	const {size} = await stat(join(outputFolder, name));
	await rm(join(outputFolder, name));
	const peakBytes = process.resourceUsage().maxRSS * 1024;
	return {megabytesPerSecond: size / 1e6 / (durationMs / 1000), peakBytes};
}

function percentile(values, share) {
	return values.toSorted((one, other) => one - other)[Math.floor(values.length * share)];
}
