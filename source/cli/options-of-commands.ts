import type {Arguments} from './parse-arguments.js';

export type CommandName = Arguments['command'];

/** A caller that passes these to every command means no harm. */
const everywhere = ['out', 'plain', 'help', 'version'];

/** With what and where a model writes. */
const engine = ['engine', 'model', 'host', 'parallel', 'stall-timeout', 'yes-install'];
const judge = ['judge', 'judge-engine', 'judge-model', 'judge-host'];
const plan = ['order', 'seed', 'shard', 'variations', 'count', 'world'];
const resuming = ['accept-changes', 'take-over'];

/** Which options each command has a use for; any other is a mistake. What an option means: `optionEntries`. */
export const optionsOfCommands: Record<CommandName, readonly string[]> = {
	run: [
		...everywhere,
		...engine,
		...judge,
		...plan,
		...resuming,
		'judge-gate',
		'json',
		'resume',
		'wait-for-engine',
	],
	check: [...everywhere, ...engine, 'json'],
	export: [...everywhere, 'format', 'splits', 'split-seed', 'reply', 'dataset'],
	judge: [...everywhere, ...judge, 'parallel', 'stall-timeout', 'yes-install', 'take-over', 'json'],
	merge: [
		...everywhere,
		...judge,
		...plan,
		'engine',
		'model',
		'host',
		'parallel',
		'judge-gate',
		'balance',
		'dry-run',
		'fill',
		'format',
		'json',
		'reply',
	],
	redo: [...everywhere, ...engine, ...resuming, 'from', 'wait-for-engine', 'world'],
	report: [...everywhere, 'against', 'html', 'json', 'markdown'],
	runs: [...everywhere, 'json', 'repair', 'take-over'],
};

/** Options of which a command takes one. */
export const optionsApart: Partial<Record<CommandName, readonly string[]>> = {
	report: ['html', 'json', 'markdown'],
};

/** Options that a command has a use for only beside another one. */
export const optionsBeside: Partial<Record<CommandName, Record<string, readonly string[]>>> = {
	export: {splits: ['split-seed']},
	merge: {fill: [...judge, ...plan, 'engine', 'model', 'host', 'parallel', 'judge-gate']},
	runs: {repair: ['take-over']},
};
