import {stripVTControlCharacters} from 'node:util';
import {commandEntries, optionEntries} from './options.js';

/** The text of `--help`, from the same tables as the README. */
export function formatHelp(version: string): string {
	const commands = commandEntries.map(({usage, does}) => formatRow(usage, does));
	const options = optionEntries.map(entry => {
		const name = entry.argument ? `--${entry.name} ${entry.argument}` : `--${entry.name}`;
		const meaning = entry.standard ? `${entry.meaning} (default: ${entry.standard})` : entry.meaning;
		return formatRow(name, meaning);
	});
	const lines = [
		`unwritten ${version}: fills a training set with a local language model, cell by cell.`,
		'',
		'Commands:',
		...commands,
		'',
		'Options:',
		...options,
		'',
		'Exit: 0 done; 1 a bug or an engine that went away; 2 your mistake, with a hint; 3 short of the target; 130 stopped.',
		'',
	];
	return stripVTControlCharacters(lines.join('\n').replaceAll('`', ''));
}

function formatRow(name: string, text: string): string {
	return `  ${name.padEnd(26)} ${text}`;
}
