import type {Progress} from './progress.js';
import {startActive, stopActive} from './throughput.js';

/** Running, unless the disk refuses or the engine is away: then the clock of the rates stands still. */
export function becomeActive(progress: Progress, at: number): void {
	const {storeBlocked, engineAway} = progress;
	progress.unloading = undefined;
	if (storeBlocked) progress.status = {status: 'waiting-for-disk', ...storeBlocked};
	else if (engineAway) progress.status = {status: 'waiting-for-engine', ...engineAway};
	else progress.status = {status: 'running'};
	if (progress.status.status === 'running') startActive(progress.throughput, at);
	else stopActive(progress.throughput, at);
}

/** Neither the user nor the end of the run holds it up. */
export function isGoing(progress: Progress): boolean {
	return ['running', 'waiting-for-engine', 'waiting-for-disk'].includes(progress.status.status);
}

export function leaveWaiting(progress: Progress, status: string, at: number): void {
	if (progress.status.status === status) becomeActive(progress, at);
}

/** An answer that comes after a resume says nothing of the model that was loaded again meanwhile. */
export function noteUnloading(progress: Progress, unloading: Progress['unloading']): void {
	const {status} = progress;
	if (status.status === 'pausing' && status.mode === 'now') progress.unloading = unloading;
}
