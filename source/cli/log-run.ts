import {hostname} from 'node:os';
import type {RunEvent} from '../pipeline/events.js';
import type {Run} from '../pipeline/run.js';
import {openRunLog, type RunLog} from '../store/run-log.js';
import type {RunFolder} from '../store/run-store.js';
import {appVersion} from './app-version.js';

/** A listed plan may name a million cells, more than a log may hold. */
const mostCellsLogged = 10_000;

/** Writes what happens in a run to its log, from now on. The texts themselves are in the journals, never here. */
export function logRun(
	folder: RunFolder,
	{run, notices}: {run: Pick<Run, 'subscribe'>; notices: readonly string[]},
): RunLog {
	const log = openRunLog(folder.folder);
	const {plan, settings} = folder.runFile;
	log.write({
		at: new Date().toISOString(),
		event: 'run-opened',
		run: folder.runId,
		pid: process.pid,
		host: hostname(),
		version: appVersion(),
		node: process.versions.node,
		requested: plan.requested,
		...((plan.cells?.length ?? 0) <= mostCellsLogged && {plan}),
		engine: settings.engine,
		model: settings.model,
		earlier: folder.history.summaries.length,
		notices,
	});
	run.subscribe(event => {
		if (event.type !== 'text-written') log.write(describeEvent(event));
	});
	return log;
}

function describeEvent(event: RunEvent) {
	const {type, at, ...facts} = event;
	const {summary, ...others} = facts as typeof facts & {summary?: {id: string; cell: number}};
	const about = summary && {id: summary.id, cell: summary.cell};
	return {at: new Date(at).toISOString(), event: type, ...others, ...about};
}
