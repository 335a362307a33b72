// Writes the tables of the README from the tables of the program, between their marks. `--check` only compares.
import {readFileSync, writeFileSync} from 'node:fs';
import {commandEntries, optionEntries} from '../dist/cli/options.js';
import {describePlaces} from '../dist/ui/describe-places.js';
import {keyTable} from '../dist/ui/key-table.js';

const path = new URL('../README.md', import.meta.url);
const tables = {commands: writeCommands(), options: writeOptions(), keys: writeKeys()};

let text = readFileSync(path, 'utf8');
const before = text;
for (const [name, table] of Object.entries(tables)) {
	const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end ${name} -->)`);
	if (!place.test(text)) throw new Error(`the README has no marks for \`${name}\``);
	text = text.replace(place, (_, start, end) => `${start}\n${table}\n\n${end}`);
}
if (process.argv.includes('--check')) process.exitCode = text === before ? 0 : 1;
else writeFileSync(path, text);

function writeCommands() {
	return writeTable(
		['command', 'does'],
		commandEntries.map(({usage, does}) => [`\`${usage}\``, does]),
	);
}

function writeOptions() {
	return writeTable(
		['option', 'meaning', 'default'],
		optionEntries.map(({name, argument, meaning, standard}) => [
			`\`--${name}${argument ? ` ${argument}` : ''}\``,
			meaning,
			standard ?? '',
		]),
	);
}

function writeKeys() {
	return writeTable(
		['key', 'where', 'does'],
		keyTable.map(({label, contexts, description}) => [`\`${label}\``, describePlaces(contexts), description]),
	);
}

function writeTable(head, rows) {
	const write = cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [write(head), write(head.map(() => '---')), ...rows.map(write)].join('\n');
}
