import {median} from './statistics.mjs';

/** The buffers of an export, and what the collector has not come to yet: the same at any length. */
const exportGoalMb = 16;

/** The figures of one length of a run, with their goals; `shortest` is what the length must not change. */
export function describeSize(measured, shortest) {
	const {size, rebuild, resume, append, unflushed, export: written, exportCommand} = measured;
	const at = `at ${size.toLocaleString('en')}: `;
	const memory = {goal: size > 100_000 ? 400 : 150, unit: 'MB'};
	// A short one is over before it has begun.
	const speed = size >= 10_000 ? {atLeast: 100} : {};
	const p50 = spread(unflushed.map(({p50Ms}) => p50Ms));
	const p99 = spread(unflushed.map(({p99Ms}) => p99Ms));
	const flat = p99.value / spread(shortest.unflushed.map(({p99Ms}) => p99Ms)).value;
	const rows = [
		{name: 'resume by the index', value: resume.resumeMs / 1000, goal: 2, unit: 's'},
		{name: 'resume without an index', value: rebuild.resumeMs / 1000, unit: 's'},
		{name: 'opening an interaction, p99', value: resume.readP99Ms, goal: 20, unit: 'ms'},
		{name: 'memory after the resume', value: megabytes(resume.rssBytes), ...memory},
		{name: 'memory at its highest, by the index', value: megabytes(resume.peakBytes), ...memory},
		{name: 'memory at its highest, without an index', value: megabytes(rebuild.peakBytes), ...memory},
		{name: 'memory while appending', value: megabytes(append.rssBytes), ...memory},
		{name: 'append with fsync, p50', value: append.p50Ms, unit: 'ms'},
		{name: 'append with fsync, p99', value: append.p99Ms, unit: 'ms'},
		{name: 'append without fsync, p50', ...p50, unit: 'ms'},
		{name: 'append without fsync, p99', ...p99, unit: 'ms'},
		{name: 'the same, times the shortest run', value: flat, goal: 1.3, unit: '×'},
		{name: 'export', value: written.megabytesPerSecond, ...speed, unit: 'MB/s'},
		{name: 'export, memory grown by', value: megabytes(written.grownBytes), goal: exportGoalMb, unit: 'MB'},
		{name: 'export command, from its start', value: exportCommand.megabytesPerSecond, unit: 'MB/s'},
		{name: 'export command, memory at its highest', value: megabytes(exportCommand.peakBytes), ...memory},
	];
	return rows.map(row => ({...row, name: `${at}${row.name}`}));
}

/** The median of several measurements, and how far they lie apart. */
function spread(values) {
	const [lowest, highest] = [Math.min(...values), Math.max(...values)].map(value => value.toFixed(2));
	return {value: median(values), note: `(${values.length} turns: ${lowest} to ${highest})`};
}

function megabytes(bytes) {
	return bytes / 1024 / 1024;
}

/** A miss by more than double is one for certain, on any machine. */
export function isNear({value, goal, atLeast}) {
	if (goal !== undefined) return value <= goal * 2;
	return atLeast === undefined || value >= atLeast / 2;
}

export function formatTable(rows) {
	const width = Math.max(...rows.map(({name}) => name.length));
	const lines = rows.map(row => {
		const {name, value, unit, note = ''} = row;
		const figure = `${name.padEnd(width)}  ${value.toFixed(2).padStart(9)} ${unit.padEnd(4)}`;
		return `${figure}  ${[describeGoal(row), note].filter(Boolean).join('  ')}`.trimEnd();
	});
	return `${lines.join('\n')}\n`;
}

function describeGoal({goal, atLeast, unit}) {
	if (goal !== undefined) return `goal ≤ ${goal} ${unit}`;
	return atLeast === undefined ? '' : `goal ≥ ${atLeast} ${unit}`;
}
