import {UserError} from '../pipeline/errors.js';
import {optionEntries} from './options.js';
import {type CommandName, optionsApart, optionsBeside, optionsOfCommands} from './options-of-commands.js';
import {refuseIdleReply} from './writing-options.js';

/** Whoever gives an option that the command does not look at expects something else of it. Throws `UserError`. */
export function refuseMisplaced(values: Record<string, unknown>, command: CommandName): void {
	refuseTogether(values, command);
	for (const name of Object.keys(values)) {
		if (!optionsOfCommands[command].includes(name)) {
			throw new UserError(describeMisplaced(name, command), {hint: findWayOut(name, command)});
		}
		const lacking = findLacking(name, {values, command});
		if (lacking === undefined) continue;
		const hint = lackingHints[`${command} ${name}`] ?? `add \`${exampleOf(lacking)}\`, or leave it out`;
		throw new UserError(`\`--${name}\` means nothing to \`${command}\` without \`--${lacking}\``, {hint});
	}
	refuseIdleReply(values);
}

function refuseTogether(values: Record<string, unknown>, command: CommandName): void {
	const apart = optionsApart[command] ?? [];
	const [one, another] = apart.filter(name => values[name] !== undefined);
	if (another === undefined) return;
	throw new UserError(`\`--${one}\` and \`--${another}\` do not go together`, {
		hint: `\`${command}\` is written in one form at a time: leave one of them out`,
	});
}

function describeMisplaced(name: string, command: CommandName): string {
	const [only = 'run', another] = findOwners(name);
	const isOfAnother = only !== 'run' && another === undefined;
	if (isOfAnother) return `\`--${name}\` belongs to \`${only}\``;
	return `${command === 'run' ? 'a run' : `\`${command}\``} has no use for \`--${name}\``;
}

function findLacking(
	name: string,
	{values, command}: {values: Record<string, unknown>; command: CommandName},
): string | undefined {
	const beside = Object.entries(optionsBeside[command] ?? {});
	const [needed] = beside.find(([, options]) => options.includes(name)) ?? [];
	return needed === undefined || values[needed] !== undefined ? undefined : needed;
}

const lackingHints: Record<string, string> = {
	'merge count': '`--balance N` keeps N of the sum; `--fill --count N` plans a run of N more',
};

const writeFirst = 'write the merged file first, then `unwritten export FILE';

/** What does what was probably meant. */
const waysOut: Record<string, string> = {
	'judge engine': '`--judge-engine NAME` names the engine that judges',
	'judge model': '`--judge-model NAME` names the model that judges',
	'judge host': '`--judge-host URL` says where the judge listens',
	'judge judge-gate': '`unwritten --resume RUN --judge-gate` has what is misread made again',
	'export json': '`--format json` writes one array, `--format jsonl` a record a line',
	'report format': '`--json`, `--markdown` and `--html` say how a report is written',
	'merge splits': `${writeFirst} --splits 80/10/10\``,
	'merge split-seed': `${writeFirst} --splits 80/10/10 --split-seed N\``,
	'merge dataset': `${writeFirst} --dataset DIR\``,
	'redo json': 'leave it out: the id of the new record is all that stands on stdout',
};

function findWayOut(name: string, command: CommandName): string {
	const own = waysOut[`${command} ${name}`];
	if (own !== undefined) return own;
	const [owner = 'run'] = findOwners(name);
	return `leave it out; it is meant for \`${usages[owner]} ${exampleOf(name)}\``;
}

const usages: Record<CommandName, string> = {
	run: 'unwritten',
	check: 'unwritten check',
	export: 'unwritten export latest',
	judge: 'unwritten judge latest',
	merge: 'unwritten merge latest old_batch.json',
	redo: 'unwritten redo latest ID',
	report: 'unwritten report latest',
	runs: 'unwritten runs',
};

/** Commands that take it as such, not only beside another option. */
function findOwners(name: string): CommandName[] {
	const owners = Object.keys(optionsOfCommands) as CommandName[];
	return owners.filter(
		command =>
			optionsOfCommands[command].includes(name) && findLacking(name, {values: {}, command}) === undefined,
	);
}

function exampleOf(name: string): string {
	const argument = optionEntries.find(entry => entry.name === name)?.argument;
	return argument === undefined ? `--${name}` : `--${name} ${argument}`;
}
