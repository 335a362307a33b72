import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {cachedShare, type Progress, runningOn} from '../pipeline/progress.js';
import {shortHost} from '../pipeline/short-host.js';
import {acceptedPerHour, activeTimeMs, estimateRemaining, tokensPerSecond} from '../pipeline/throughput.js';
import {formatDuration} from './format-duration.js';

/** Where the run stands, in one line; the remaining time only once it means something. */
export function formatProgress(progress: Progress, now: number): string {
	const {accepted, requested, failed, running, queued, throughput} = progress;
	const percent = Math.floor((accepted / requested) * 100);
	const cached = cachedShare(progress);
	const rate = acceptedPerHour(throughput, now);
	const remaining = estimateRemaining(throughput, requested - accepted - failed, now);
	return [
		`progress    ${accepted}/${requested} (${percent} %)`,
		`failed ${failed}, running ${running}, queued ${queued}`,
		`elapsed ${formatDuration(activeTimeMs(throughput, now))}`,
		remaining && `remaining ${formatDuration(remaining.lowMs)} to ${formatDuration(remaining.highMs)}`,
		rate !== undefined && `${Math.round(rate)} an hour`,
		`${tokensPerSecond(throughput, now).toFixed(0)} tokens/s`,
		cached !== undefined && `${Math.round(cached * 100)} % of prompts from cache`,
		...describeHosts(progress, now),
	]
		.filter(Boolean)
		.join(' · ');
}

/** One piece a host, where there are several. */
function describeHosts(progress: Progress, now: number): string[] {
	return [...progress.hosts.values()].map(({host, lost, throughput}) => {
		const name = cleanForDisplay(shortHost(host));
		if (lost) return `${name} away for ${formatDuration(now - lost.since)}`;
		return `${name} ${runningOn(progress, host)} running, ${tokensPerSecond(throughput, now).toFixed(0)} tokens/s`;
	});
}
