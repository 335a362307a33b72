import {parseArgs} from 'node:util';
import {type NamedOrder, planOrders} from '../domain/plan-order.js';
import type {Shard} from '../domain/shard.js';
import {type ModelStep, modelSteps} from '../domain/step-outputs.js';
import {replyForms} from '../exporters/reply-forms.js';
import {UserError} from '../pipeline/errors.js';
import {mostAtOnce} from '../pipeline/most-at-once.js';
import {optionEntries} from './options.js';
import {refuseMisplaced} from './refuse-misplaced.js';
import {readWritingOptions, type WritingOptions} from './writing-options.js';

export const engineNames = ['ollama', 'openai', 'embedded', 'rehearsal'] as const;
export type EngineName = (typeof engineNames)[number];

/** What the user asked for on the command line; undefined where a setting or a default decides. */
export type Arguments = {
	command: 'run' | 'check' | 'export' | 'judge' | 'merge' | 'redo' | 'report' | 'runs';
	/** What the command is about: a run for `export`, `judge` and `redo`. */
	subject: string | undefined;
	/** Everything that the command is about, for those that take several. */
	subjects: string[];
	/** The interaction in it, for `redo`. */
	detail: string | undefined;
	/** The first step that `redo` makes again. */
	from: ModelStep | undefined;
	count: number | undefined;
	engine: EngineName | undefined;
	model: string | undefined;
	hosts: string[] | undefined;
	parallel: number | 'auto' | undefined;
	order: NamedOrder | undefined;
	seed: number | undefined;
	shard: Shard | undefined;
	variations: number | undefined;
	/** A folder with lists of the user's own. */
	world: string | undefined;
	out: string | undefined;
	/** `latest` for a bare `--resume`. */
	resume: string | undefined;
	/** A blind reader reads what is accepted; with `judgeGate`, what it misreads is made again. */
	judge: boolean;
	judgeGate: boolean;
	judgeEngine: EngineName | undefined;
	judgeModel: string | undefined;
	judgeHost: string | undefined;
	markdown: boolean;
	/** Path of the page; `-` for a bare `--html`: to stdout. */
	html: string | undefined;
	/** Another set that `report` puts beside the first. */
	against: string | undefined;
	/** The run that `runs` is to mend. */
	repair: string | undefined;
	acceptChanges: boolean;
	takeOver: boolean;
	/** To whatever the embedded engine has to fetch. */
	hasSaidYes: boolean;
	stallTimeoutMs: number | undefined;
	waitForEngineMs: number | undefined;
	display: 'plain' | 'json' | undefined;
	/** With `merge`: the most even part; `most`: as many as the poorest cell allows. */
	balance: number | 'most' | undefined;
	/** With `merge`: a run is planned for the cells that the sum lacks. */
	fill: boolean;
	/** With `merge`: nothing is written. */
	isDryRun: boolean;
	/** What `export` and `merge` write, and how. */
	writing: WritingOptions;
	wants: 'help' | 'version' | undefined;
};

const largestCount = 10_000_000;
const mostShards = 100_000;
/** As long as a timer of Node can run; one for longer ends at once. */
const mostStallSeconds = Math.floor((2 ** 31 - 1) / 1_000);
const largestSeed = 2 ** 31 - 1;
/** About as many as there are styles of prose to tell a scene in. */
const mostVariations = 20;
/** The name of the command and what it is about. */
const mostPositionals: Record<string, number> = {
	redo: 3,
	export: Infinity,
	merge: Infinity,
	report: Infinity,
};
const commands = ['check', 'export', 'judge', 'merge', 'redo', 'report', 'runs'] as const;

/** Reads the arguments behind the program's name. Throws `UserError` for every mistake. */
export function parseArguments(argv: string[]): Arguments {
	const {values, positionals} = readRaw(
		joinNegativeNumbers(withBalanceDefault(withPageDefault(withResumeDefault(argv)))),
	);
	const wants = values.help ? 'help' : values.version ? 'version' : undefined;
	const {command, subject, detail} = readCommand(positionals);
	if (wants === undefined) refuseMisplaced(values, command);
	return {
		command,
		subject,
		subjects: mostPositionals[command] === Infinity ? positionals.slice(1) : [],
		detail,
		from: readChoice(values, 'from', modelSteps),
		wants,
		count: readWhole(values, 'count', {min: 1, max: largestCount}),
		engine: readChoice(values, 'engine', engineNames),
		model: readText(values, 'model'),
		hosts: values.host as string[] | undefined,
		parallel: readParallel(values),
		order: readChoice(values, 'order', planOrders),
		seed: readWhole(values, 'seed', {min: 0, max: largestSeed}),
		shard: readShard(values),
		variations: readWhole(values, 'variations', {min: 1, max: mostVariations}),
		world: readText(values, 'world'),
		out: readText(values, 'out'),
		resume: readText(values, 'resume'),
		judge: values.judge === true,
		judgeGate: values['judge-gate'] === true,
		judgeEngine: readChoice(values, 'judge-engine', engineNames),
		judgeModel: readText(values, 'judge-model'),
		judgeHost: readText(values, 'judge-host'),
		markdown: values.markdown === true,
		html: readText(values, 'html'),
		against: readText(values, 'against'),
		repair: readText(values, 'repair'),
		acceptChanges: values['accept-changes'] === true,
		takeOver: values['take-over'] === true,
		hasSaidYes: values['yes-install'] === true,
		stallTimeoutMs: scale(readNumber(values, 'stall-timeout', mostStallSeconds), 1000),
		waitForEngineMs: scale(readNumber(values, 'wait-for-engine'), 60_000),
		balance: values.balance === 'most' ? 'most' : readWhole(values, 'balance', {min: 1, max: largestCount}),
		fill: values.fill === true,
		isDryRun: values['dry-run'] === true,
		writing: {
			...readWritingOptions(values),
			splitSeed: readWhole(values, 'split-seed', {min: 0, max: largestSeed}) ?? 0,
			reply: readChoice(values, 'reply', replyForms) ?? 'prose',
			dataset: readText(values, 'dataset'),
		},
		display: values.json ? 'json' : values.plain ? 'plain' : undefined,
	};
}

type Values = Record<string, unknown>;

function readRaw(argv: string[]): {values: Values; positionals: string[]} {
	const options = Object.fromEntries(
		optionEntries.map(entry => [
			entry.name,
			{
				type: entry.argument ? ('string' as const) : ('boolean' as const),
				multiple: entry.repeatable === true,
				...(entry.name === 'help' && {short: 'h'}),
				...(entry.name === 'version' && {short: 'v'}),
			},
		]),
	);
	try {
		return parseArgs({args: argv, options, allowPositionals: true, strict: true});
	} catch (error) {
		throw explainParseError(error as Error & {code?: string}, argv);
	}
}

function explainParseError(error: Error & {code?: string}, argv: string[]): UserError {
	const option = /'(-[^' ]*)/.exec(error.message)?.[1] ?? argv[0] ?? '';
	const message =
		error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
			? `there is no option \`${option}\``
			: `the option \`${option}\` is not used like this: ${error.message.split('\n')[0]}`;
	return new UserError(message, {hint: 'see `unwritten --help`', cause: error});
}

/** `--resume` may stand alone: it then means the latest unfinished run. */
function withResumeDefault(argv: string[]): string[] {
	return argv.map((argument, index) => {
		const next = argv[index + 1];
		const isBare = argument === '--resume' && (next === undefined || next.startsWith('-'));
		return isBare ? '--resume=latest' : argument;
	});
}

/** `--html` takes the next argument only where that is the name of a page: `report --html latest` is about a run. */
function withPageDefault(argv: string[]): string[] {
	return argv.map((argument, index) => {
		const isBare = argument === '--html' && !/\.html?$/iu.test(argv[index + 1] ?? '');
		return isBare ? '--html=-' : argument;
	});
}

/** `--balance` takes the next argument only where that is a number. */
function withBalanceDefault(argv: string[]): string[] {
	return argv.map((argument, index) => {
		const isBare = argument === '--balance' && !/^\d+$/.test(argv[index + 1] ?? '');
		return isBare ? '--balance=most' : argument;
	});
}

/** `--count -3` is a mistake about the number, not an unknown option `-3`. */
function joinNegativeNumbers(argv: string[]): string[] {
	const joined: string[] = [];
	for (const argument of argv) {
		const previous = joined.at(-1);
		const belongsToOption = /^-\d/.test(argument) && previous?.startsWith('--') && !previous.includes('=');
		if (belongsToOption) joined[joined.length - 1] = `${previous}=${argument}`;
		else joined.push(argument);
	}
	return joined;
}

function readCommand(positionals: string[]): Pick<Arguments, 'command' | 'subject' | 'detail'> {
	const [name, subject, detail] = positionals;
	if (name === undefined) return {command: 'run', subject: undefined, detail: undefined};
	const command = commands.find(known => known === name);
	if (!command) {
		throw new UserError(`there is no command \`${name}\``, {
			hint: `commands are ${commands.join(', ')}; without one, a run is started`,
		});
	}
	const extra = positionals[mostPositionals[command] ?? 2];
	if (extra !== undefined) {
		throw new UserError(`\`${extra}\` is one argument too many`, {hint: 'see `unwritten --help`'});
	}
	if (['export', 'judge'].includes(command) && subject === undefined) {
		throw new UserError(`\`${command}\` needs a run`, {
			hint: '`unwritten runs` lists them; `latest` is the newest',
		});
	}
	if (['merge', 'report'].includes(command) && subject === undefined) {
		throw new UserError(`\`${command}\` needs a run or a file`, {
			hint: 'for example `latest`, or the path of a batch file',
		});
	}
	if (command === 'redo' && detail === undefined) {
		throw new UserError('`redo` needs a run and the id of an interaction in it', {
			hint: 'for example `unwritten redo latest 20261122-184510-q7-00012 --from dialogue`',
		});
	}
	return {command, subject, detail};
}

function readText(values: Values, name: string): string | undefined {
	const value = values[name] as string | undefined;
	if (value === undefined || value.trim() !== '') return value;
	throw new UserError(`\`--${name}\` needs a value, not \`${value}\``, {hint: 'see `unwritten --help`'});
}

function readNumber(values: Values, name: string, most = Number.MAX_VALUE): number | undefined {
	const text = values[name] as string | undefined;
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() !== '' && value > 0 && value <= most) return value;
	const lid = most === Number.MAX_VALUE ? '' : ` and at most ${most}`;
	throw new UserError(`\`--${name}\` needs a number above 0${lid}, not \`${text}\``, {
		hint: `for example \`--${name} 60\``,
	});
}

function readWhole(values: Values, name: string, {min, max}: {min: number; max: number}): number | undefined {
	const text = values[name] as string | undefined;
	if (text === undefined) return undefined;
	const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (value >= min && value <= max) return value;
	throw new UserError(`\`--${name}\` needs a whole number from ${min} to ${max}, not \`${text}\``, {
		hint: `for example \`--${name} ${exampleOf(name)}\``,
	});
}

function exampleOf(name: string): number {
	const examples: Record<string, number> = {seed: 7, variations: 4};
	return examples[name] ?? 50;
}

function readParallel(values: Values): number | 'auto' | undefined {
	return values.parallel === 'auto' ? 'auto' : readWhole(values, 'parallel', {min: 1, max: mostAtOnce});
}

function readShard(values: Values): Shard | undefined {
	const text = values.shard as string | undefined;
	if (text === undefined) return undefined;
	const [, part, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
	if (part && of && part <= of && of <= mostShards) return {part, of};
	throw new UserError(`\`--shard\` needs a part and a number of parts, not \`${text}\``, {
		hint: 'for example `--shard 3/8` is the third of eight',
	});
}

function readChoice<Choice extends string>(
	values: Values,
	name: string,
	choices: readonly Choice[],
): Choice | undefined {
	const text = values[name] as string | undefined;
	if (text === undefined) return undefined;
	const choice = choices.find(known => known === text);
	if (choice) return choice;
	throw new UserError(`there is no ${name} \`${text}\``, {hint: `choose one of ${choices.join(', ')}`});
}

function scale(value: number | undefined, factor: number): number | undefined {
	return value === undefined ? undefined : value * factor;
}
