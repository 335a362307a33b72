import type {HostSpeed, PoolHost} from './pool-host.js';

/** The other host has to be done in two thirds of what is left here, or the tokens are not worth losing. */
const worthMoving = 1.5;
const shortestGainMs = 500;
/** The next step of an interaction finds its beginning in the prompt cache of the host that had the last one. */
const worthStaying = 1.25;
/** A request that has to queue is worth a quarter of one that is served at once. */
const queueWorth = 0.25;

/**
 * The host where a reply of `tokens` tokens would be done soonest: a faster one, the one that had the step before
 * (`last`), one with room. One that has to show that it works again comes first. Undefined when none is there.
 */
export function chooseHost(
	hosts: PoolHost[],
	call: {tokens: number; last: PoolHost | undefined},
): PoolHost | undefined {
	const returning = hosts.find(({needsTrial}) => needsTrial);
	if (returning) return returning;
	const up = hosts.filter(({state}) => state.status === 'up');
	const open = up.length > 0 ? up : hosts.filter(({state}) => state.status === 'returning');
	const times = open.map(({speed}) => expectedMs(speed, call.tokens));
	const fastestMs = Math.min(...times.filter(time => time !== undefined));
	const untriedMs = Number.isFinite(fastestMs) ? fastestMs : 1;
	const scores = open.map((host, index) => {
		const stays = host === call.last ? worthStaying : 1;
		return (roomOf(host) * stays) / Math.max(1, times[index] ?? untriedMs);
	});
	return open[scores.indexOf(Math.max(...scores))];
}

/** Among equals the emptier one. One that holds requests back takes no more for now. */
function roomOf({running, slots, held}: PoolHost): number {
	if (running < slots && held === 0) return 1 + 0.01 * (1 - running / slots);
	return (queueWorth * slots) / (running + 1);
}

/** Ms gained by asking another host from the start for what one is in the middle of; 0 or less where it is not worth it. */
export function gainOfMovingMs(
	seen: {tokens: number; pieces: number; elapsedMs: number},
	speeds: {from: HostSpeed | undefined; to: HostSpeed | undefined},
): number {
	const thereMs = expectedMs(speeds.to, seen.tokens);
	if (thereMs === undefined) return 0;
	return remainingMs(speeds.from, seen) - thereMs * worthMoving - shortestGainMs;
}

/** What `tokens` tokens from the start would take there; undefined before anything came back. */
function expectedMs(speed: HostSpeed | undefined, tokens: number): number | undefined {
	return speed && speed.firstTokenMs + tokens * speed.msPerToken;
}

/**
 * What is left of a request that has run for `elapsedMs` and said `pieces` of about `tokens` tokens. One that is slower
 * than its host usually is is taken at its own pace; one that has said nothing for long will not soon.
 */
function remainingMs(
	speed: HostSpeed | undefined,
	seen: {elapsedMs: number; pieces: number; tokens: number},
): number {
	const {elapsedMs, pieces, tokens} = seen;
	const usual = speed?.msPerToken ?? 0;
	const leftTokens = Math.max(tokens - pieces, 0.15 * tokens);
	if (pieces > 0) return leftTokens * Math.max(usual, elapsedMs / pieces);
	return leftTokens * usual + Math.max((speed?.firstTokenMs ?? 0) - elapsedMs, elapsedMs);
}
