import {UserError} from '../pipeline/errors.js';
import {importLightly} from './import-lightly.js';
import type {Arguments} from './parse-arguments.js';
import {listEngines, prepareEngines} from './prepare-engines.js';
import {resolveSettings, type Settings} from './resolve-settings.js';
import {runInPlain} from './run-in-plain.js';

/** `unwritten` without a command: full screen on a terminal, else plain lines. */
export async function runMainCommand(given: Arguments): Promise<number> {
	if (given.count !== undefined && given.resume !== undefined && !given.acceptChanges) {
		throw new UserError('`--count` and `--resume` contradict each other: a run keeps its target', {
			hint: 'leave one out, or raise the target with --accept-changes',
		});
	}
	refuseLooseShard(given);
	const settings = await resolveSettings(given);
	const isFullScreen = wantsFullScreen(given);
	await prepareEngines(await listEngines(given, settings, {isFullScreen}), given);
	if (isFullScreen) return showScreen(given, settings);
	if (given.count === undefined && given.resume === undefined) {
		throw new UserError('without a full screen a run needs `--count` or `--resume`', {
			hint: 'for example `unwritten --plain --count 50`',
		});
	}
	return runInPlain(given, settings);
}

/** Parts of one plan have to agree on it; a drawn seed would be another plan in each. */
function refuseLooseShard({shard, count, seed, resume}: Arguments): void {
	if (shard === undefined || shard.of === 1 || resume !== undefined) return;
	if (count !== undefined && seed !== undefined) return;
	throw new UserError(`\`--shard ${shard.part}/${shard.of}\` needs \`--count\` and \`--seed\``, {
		hint: 'give every shard the same, for example `--count 2000 --seed 7 --shard 1/8`',
	});
}

/** Ink and React are read only where there is a screen: plain runs start without them. */
async function showScreen(given: Arguments, settings: Settings): Promise<number> {
	const {runOnScreen} = await importLightly(() => import('./run-on-screen.js'));
	return runOnScreen(given, settings);
}

function wantsFullScreen(given: Arguments): boolean {
	const {TERM, CI} = process.env;
	const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
	return Boolean(isTerminal) && given.display === undefined && TERM !== 'dumb' && !isCi(CI);
}

function isCi(value: string | undefined): boolean {
	return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
