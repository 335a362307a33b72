import {appVersion} from './app-version.js';
import {runCheckCommand} from './check-command.js';
import {exitCodes} from './exit-codes.js';
import {runExportCommand} from './export-command.js';
import {formatHelp} from './help.js';
import {runMainCommand} from './main-command.js';
import {type Arguments, parseArguments} from './parse-arguments.js';
import {reportError} from './report-error.js';
import {runRunsCommand} from './runs-command.js';

const commands: Record<Arguments['command'], (given: Arguments) => Promise<number>> = {
	run: runMainCommand,
	check: runCheckCommand,
	export: runExportCommand,
	runs: runRunsCommand,
};

/** Runs the program on the arguments behind its name; resolves with the exit code. */
export async function main(argv: string[]): Promise<number> {
	try {
		const given = parseArguments(argv);
		if (given.wants !== undefined) {
			process.stdout.write(given.wants === 'help' ? formatHelp(appVersion()) : `${appVersion()}\n`);
			return exitCodes.done;
		}
		return await commands[given.command](given);
	} catch (error) {
		return reportError(error);
	}
}
