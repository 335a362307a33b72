import type {Progress, WorkerProgress} from './progress.js';
import {skipTime} from './throughput.js';

/**
 * The machine slept or the process was stopped: no engine worked meanwhile, so whatever is under way began that much later.
 * Where its clock was set back, that much earlier.
 */
export function applySkip(
	{throughput, hosts, workers}: Pick<Progress, 'throughput' | 'hosts' | 'workers'>,
	{skippedMs}: {skippedMs: number},
): void {
	skipTime(throughput, skippedMs);
	for (const host of hosts.values()) skipTime(host.throughput, skippedMs);
	for (const worker of workers.values()) delay(worker, skippedMs);
}

function delay(worker: WorkerProgress, byMs: number): void {
	worker.slotStartedAt += byMs;
	worker.stepStartedAt += byMs;
	worker.lastTextAt += byMs;
	if (worker.savingSince !== undefined) worker.savingSince += byMs;
	if (worker.heldSince !== undefined) worker.heldSince += byMs;
}
