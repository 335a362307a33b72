import {appVersion} from './app-version.js';
import {exitCodes} from './exit-codes.js';
import {formatHelp} from './help.js';
import {keepHeapSmall} from './keep-heap-small.js';
import {type Arguments, parseArguments} from './parse-arguments.js';
import {reportError} from './report-error.js';

export {endProcess} from './end-process.js';

type Command = (given: Arguments) => Promise<number>;

/** Read when they are wanted: `--help` and a mistake in the arguments answer without the rest of the program. */
const commands: Record<Arguments['command'], () => Promise<Command>> = {
	run: async () => (await import('./main-command.js')).runMainCommand,
	check: async () => (await import('./check-command.js')).runCheckCommand,
	export: async () => (await import('./export-command.js')).runExportCommand,
	judge: async () => (await import('./judge-command.js')).runJudgeCommand,
	merge: async () => (await import('./merge-command.js')).runMergeCommand,
	redo: async () => (await import('./redo-command.js')).runRedoCommand,
	report: async () => (await import('./report-command.js')).runReportCommand,
	runs: async () => (await import('./runs-command.js')).runRunsCommand,
};

/** A reader that has seen enough (`| head`) is no mistake: what it does not want is lost, and the work goes on. */
const forgive = () => {};

/** Runs the program on the arguments behind its name; resolves with the exit code. */
export async function main(argv: string[]): Promise<number> {
	// A file that may not grow any more (`ulimit -f`) is a refusing disk, to be waited for, and no reason to die.
	if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
	for (const stream of [process.stdout, process.stderr]) stream.off('error', forgive).on('error', forgive);
	try {
		const given = parseArguments(argv);
		if (given.wants !== undefined) {
			process.stdout.write(given.wants === 'help' ? formatHelp(appVersion()) : `${appVersion()}\n`);
			return exitCodes.done;
		}
		keepHeapSmall();
		const runCommand = await commands[given.command]();
		return await runCommand(given);
	} catch (error) {
		return reportError(error);
	}
}
