import {contentStems} from './quality/extract-stems.js';
import {type Entry, readEntries} from './read-entries.js';
import {type Pronouns, pronounSets, type RequestType, requestTypes} from './situation.js';
import type {World} from './world.js';
import {WorldError} from './world-error.js';

/** The files of `prompts/world/` that make a world. */
export const worldFileNames = [
	'names.txt',
	'age-bands.txt',
	'occupations.txt',
	'venues.txt',
	'subjects.txt',
	'objects.txt',
	'drains.txt',
	'openings.txt',
	'styles.txt',
	'senses.txt',
	'actions.txt',
] as const;

type WorldFileName = (typeof worldFileNames)[number];
type Files = Record<string, string>;

/** An interaction has up to three capacity factors, each with a drain of its own. */
const fewestDrains = 3;

/** Reads the text of the world's files, by file name. Throws `WorldError` for anything a draw could not use. */
export function parseWorld(files: Files): World {
	return {
		names: parseNames(files),
		ageBands: parseList(files, 'age-bands.txt'),
		occupations: parseList(files, 'occupations.txt'),
		venues: parseList(files, 'venues.txt'),
		subjects: parseSubjects(files),
		objects: parseNamed(files, 'objects.txt'),
		drains: parseList(files, 'drains.txt', fewestDrains),
		openings: parseList(files, 'openings.txt'),
		styles: parseList(files, 'styles.txt'),
		senses: parseList(files, 'senses.txt'),
		actions: parseNamed(files, 'actions.txt'),
	};
}

function entriesOf(files: Files, file: WorldFileName): Entry[] {
	const text = Object.hasOwn(files, file) ? files[file] : undefined;
	if (text === undefined) {
		throw new WorldError({file, problem: 'the file is missing'});
	}
	return readEntries(file, text);
}

function parseList(files: Files, file: WorldFileName, fewest = 1): string[] {
	const entries = entriesOf(files, file);
	if (entries.length < fewest) {
		const need = fewest === 1 ? 'at least one entry' : `at least ${fewest} entries`;
		throw new WorldError({file, problem: `the list has ${entries.length}, it needs ${need}, one a line`});
	}
	return entries.map(entry => entry.text);
}

/** Things that the plan of a scene is held to by their words: an entry without one would be refused in every reply. */
function parseNamed(files: Files, file: WorldFileName): string[] {
	for (const {line, text} of entriesOf(files, file)) {
		if (contentStems(text).size > 0) continue;
		const problem = `\`${text}\` has no word that says what it is; a scene is held to such a word`;
		throw new WorldError({file, line, problem});
	}
	return parseList(files, file);
}

function parseNames(files: Files): World['names'] {
	const file = 'names.txt';
	const lineOfName = new Map<string, number>();
	const names = entriesOf(files, file).map(entry => {
		const parsed = parseName(file, entry);
		const key = parsed.name.toLowerCase();
		const earlier = lineOfName.get(key);
		if (earlier !== undefined) {
			const problem = `the name \`${parsed.name}\` stands on line ${earlier} already`;
			throw new WorldError({file, line: entry.line, problem});
		}
		lineOfName.set(key, entry.line);
		return parsed;
	});
	if (names.length === 0) {
		throw new WorldError({file, problem: 'the list is empty; write one a line, as in `Amara she/her`'});
	}
	return names;
}

function parseName(file: string, {line, text}: Entry): World['names'][number] {
	const cut = text.lastIndexOf(' ');
	const written = text.slice(cut + 1);
	const pronouns = pronounSets.find((set: Pronouns) => set === written.toLowerCase());
	if (cut === -1) {
		const problem = `\`${text}\` needs a name and pronouns, as in \`Amara she/her\``;
		throw new WorldError({file, line, problem});
	}
	if (pronouns === undefined) {
		const problem = `unknown pronouns \`${written}\`; use ${pronounSets.join(', ')}`;
		throw new WorldError({file, line, problem});
	}
	return {name: text.slice(0, cut), pronouns};
}

function parseSubjects(files: Files): World['subjects'] {
	const file = 'subjects.txt';
	const subjects = Object.fromEntries(requestTypes.map(type => [type, [] as string[]])) as Record<
		RequestType,
		string[]
	>;
	let section: RequestType | undefined;
	for (const entry of entriesOf(files, file)) {
		if (entry.text.startsWith('[')) {
			section = parseSection(file, entry);
		} else if (section === undefined) {
			const problem = `\`${entry.text}\` stands before the first section, as in \`[advice]\``;
			throw new WorldError({file, line: entry.line, problem});
		} else {
			subjects[section].push(entry.text);
		}
	}
	refuseEmptySection(file, subjects);
	return subjects;
}

function parseSection(file: string, {line, text}: Entry): RequestType {
	const section = requestTypes.find(type => text === `[${type}]`);
	if (section === undefined) {
		const known = requestTypes.map(type => `[${type}]`).join(', ');
		throw new WorldError({file, line, problem: `unknown section \`${text}\`; use ${known}`});
	}
	return section;
}

function refuseEmptySection(file: string, subjects: World['subjects']): void {
	const empty = requestTypes.find(type => subjects[type].length === 0);
	if (empty !== undefined) {
		throw new WorldError({file, problem: `section \`[${empty}]\` is missing or empty`});
	}
}
