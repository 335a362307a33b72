/**
 * What the rates and the remaining time are computed from. Only active time counts: a pause, a wait for the engine
 * or a full disk stop the clock, and so does a sleep of the machine. All durations in ms.
 */
export type Throughput = {
	/** Active time of earlier stretches; the current stretch is `activeSince` until now. */
	activeMs: number;
	activeSince: number | undefined;
	/** Accepted in this session. */
	acceptedHere: number;
	/** Active time at each of the last acceptances, oldest first, at most 64. */
	acceptedAtActiveMs: number[];
	/** Output tokens by active second, newest last, at most 30. */
	tokenBuckets: Array<{second: number; tokens: number}>;
	outputTokens: number;
};

const keptAcceptances = 64;
const keptBuckets = 30;

export function createThroughput(): Throughput {
	return {
		activeMs: 0,
		activeSince: undefined,
		acceptedHere: 0,
		acceptedAtActiveMs: [],
		tokenBuckets: [],
		outputTokens: 0,
	};
}

export function activeTimeMs(throughput: Throughput, now: number): number {
	const current = throughput.activeSince === undefined ? 0 : now - throughput.activeSince;
	return throughput.activeMs + Math.max(0, current);
}

export function startActive(throughput: Throughput, now: number): void {
	throughput.activeSince ??= now;
}

export function stopActive(throughput: Throughput, now: number): void {
	throughput.activeMs = activeTimeMs(throughput, now);
	throughput.activeSince = undefined;
}

/** The current stretch goes on as if this had not been. */
export function skipTime(throughput: Throughput, skippedMs: number): void {
	if (throughput.activeSince !== undefined) throughput.activeSince += skippedMs;
}

export function noteAcceptance(throughput: Throughput, now: number): void {
	throughput.acceptedHere++;
	throughput.acceptedAtActiveMs.push(activeTimeMs(throughput, now));
	if (throughput.acceptedAtActiveMs.length > keptAcceptances) throughput.acceptedAtActiveMs.shift();
}

/** One streamed piece is one token, near enough for a rate that is shown live. */
export function noteTokens(throughput: Throughput, tokens: number, now: number): void {
	throughput.outputTokens += tokens;
	const second = Math.floor(activeTimeMs(throughput, now) / 1000);
	const newest = throughput.tokenBuckets.at(-1);
	if (newest?.second === second) newest.tokens += tokens;
	else throughput.tokenBuckets.push({second, tokens});
	if (throughput.tokenBuckets.length > keptBuckets) throughput.tokenBuckets.shift();
}

/** Tokens per second over the last 10 active seconds, the unfinished one left out. */
export function tokensPerSecond(throughput: Throughput, now: number): number {
	const current = Math.floor(activeTimeMs(throughput, now) / 1000);
	const span = Math.min(10, current);
	if (span === 0) return 0;
	const recent = throughput.tokenBuckets.filter(
		bucket => bucket.second >= current - span && bucket.second < current,
	);
	return recent.reduce((sum, bucket) => sum + bucket.tokens, 0) / span;
}

/** Accepted interactions per hour of active time, over the last acceptances; undefined before the second. */
export function acceptedPerHour(throughput: Throughput, now: number): number | undefined {
	const marks = throughput.acceptedAtActiveMs;
	const first = marks[0];
	if (first === undefined || marks.length < 2) return undefined;
	const span = activeTimeMs(throughput, now) - first;
	return span > 0 ? ((marks.length - 1) / span) * 3_600_000 : undefined;
}

export type RemainingRange = {lowMs: number; highMs: number};

const minimumForEstimate = 5;

/**
 * Active time that `missing` more interactions will take: mean gap between the last acceptances, give or take two
 * standard errors of the whole remainder and of the mean itself. Undefined until 5 were accepted in this session.
 */
export function estimateRemaining(
	throughput: Throughput,
	missing: number,
	now: number,
): RemainingRange | undefined {
	const marks = throughput.acceptedAtActiveMs;
	if (throughput.acceptedHere < minimumForEstimate || marks.length < 2) return undefined;
	const gaps = marks.slice(1).map((mark, index) => mark - (marks[index] as number));
	const sinceLast = activeTimeMs(throughput, now) - (marks.at(-1) as number);
	const mean = Math.max(average(gaps), sinceLast / (gaps.length + 1));
	const variance = average(gaps.map(gap => (gap - mean) ** 2));
	const spread = 2 * Math.sqrt(variance * (missing + missing ** 2 / gaps.length));
	return {lowMs: Math.max(0, missing * mean - spread), highMs: missing * mean + spread};
}

function average(numbers: number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
