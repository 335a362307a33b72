/** What the program held at one moment; sizes in bytes. */
export type Sample = {
	seconds: number;
	accepted: number;
	rss: number;
	heapUsed: number;
	external: number;
	handles: number;
	sockets: number;
	timers: number;
	listeners: number;
	warnings: number;
};

const megabyte = 1024 * 1024;
const rowsShown = 14;
/** What goes up and down with the work under way must not go up with time; a few more are chance. */
const slack = 6;

/** Slope of the least squares, of `y` over `x`. */
export function slope(points: Array<{x: number; y: number}>): number {
	const meanOf = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
	const meanX = meanOf(points.map(({x}) => x));
	const meanY = meanOf(points.map(({y}) => y));
	const covariance = points.reduce((sum, {x, y}) => sum + (x - meanX) * (y - meanY), 0);
	const variance = points.reduce((sum, {x}) => sum + (x - meanX) ** 2, 0);
	return variance === 0 ? 0 : covariance / variance;
}

/** The samples as a table, thinned out, with what grew below it. */
export function formatSoak(name: string, samples: Sample[]): string {
	const step = Math.max(1, Math.ceil(samples.length / rowsShown));
	const shown = samples.filter((_, index) => index % step === 0 || index === samples.length - 1);
	const settled = samples.slice(Math.floor(samples.length / 4));
	const perInteraction = (pick: (sample: Sample) => number) =>
		slope(settled.map(sample => ({x: sample.accepted, y: pick(sample)})));
	const perHour = slope(settled.map(({seconds, heapUsed}) => ({x: seconds / 3600, y: heapUsed / megabyte})));
	return [
		`${name}`,
		'  seconds  accepted   rss MB  heap MB  external MB  handles  sockets  timers  listeners  warnings',
		...shown.map(formatRow),
		`  heap grows by ${perInteraction(({heapUsed}) => heapUsed).toFixed(0)} bytes an interaction (${perHour.toFixed(1)} MB an hour at this speed), resident memory by ${perInteraction(({rss}) => rss).toFixed(0)}`,
		...findGrowth(samples).map(growth => `  GROWS: ${growth}`),
	].join('\n');
}

function formatRow(sample: Sample): string {
	const size = (bytes: number) => (bytes / megabyte).toFixed(1);
	return [
		sample.seconds.toFixed(0).padStart(9),
		String(sample.accepted).padStart(10),
		size(sample.rss).padStart(9),
		size(sample.heapUsed).padStart(9),
		size(sample.external).padStart(13),
		String(sample.handles).padStart(9),
		String(sample.sockets).padStart(9),
		String(sample.timers).padStart(8),
		String(sample.listeners).padStart(11),
		String(sample.warnings).padStart(10),
	].join('');
}

/** Names of what should stay as it is and did not: the most in the last third against the most in the first. */
export function findGrowth(samples: Sample[]): string[] {
	const third = Math.floor(samples.length / 3);
	const most = (part: Sample[], name: keyof Sample) => Math.max(...part.map(sample => sample[name]));
	return (['handles', 'sockets', 'timers', 'listeners', 'warnings'] as const).flatMap(name => {
		const before = most(samples.slice(0, third), name);
		const after = most(samples.slice(-third), name);
		return after > before + slack ? [`${name}, from ${before} to ${after}`] : [];
	});
}
