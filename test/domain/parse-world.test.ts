import {describe, expect, test} from 'vitest';
import {parseWorld} from '../../source/domain/parse-world.js';
import {requestTypes} from '../../source/domain/situation.js';
import {WorldError} from '../../source/domain/world-error.js';
import {readRealWorldFiles} from './read-real-world.js';

const small: Record<string, string> = {
	'names.txt': 'Amara she/her\nJosé he/him\n',
	'age-bands.txt': 'late twenties\n',
	'occupations.txt': 'baker\n',
	'venues.txt': 'the pier\n',
	'subjects.txt': requestTypes.map(type => `[${type}]\nsubject of ${type}\n`).join('\n'),
	'objects.txt': 'a spare key\n',
	'drains.txt': 'a long shift\na bad cold\na late bus\n',
	'openings.txt': 'with a sound\n',
	'styles.txt': 'plainly\n',
	'senses.txt': 'the smell of toast\n',
	'actions.txt': 'fold a receipt\n',
};

function errorOf(changed: Record<string, string>): WorldError {
	try {
		parseWorld({...small, ...changed});
	} catch (error) {
		expect(error).toBeInstanceOf(WorldError);
		return error as WorldError;
	}
	throw new Error('nothing was refused');
}

describe('what it reads', () => {
	test('names come with their pronouns and subjects by request type', () => {
		const world = parseWorld(small);

		expect(world.names).toEqual([
			{name: 'Amara', pronouns: 'she/her'},
			{name: 'José', pronouns: 'he/him'},
		]);
		expect(world.subjects.advice).toEqual(['subject of advice']);
	});

	test('a byte order mark, CRLF, comments, blank lines and outer spaces do not matter', () => {
		const venues = '\uFEFF# places\r\n\r\n  the   pier \r\nthe café\r\n';

		expect(parseWorld({...small, 'venues.txt': venues}).venues).toEqual(['the pier', 'the café']);
	});

	test('accents typed in two pieces come out as one', () => {
		const names = parseWorld({...small, 'names.txt': 'Jose\u0301 he/him'}).names;

		expect(names[0]?.name).toBe('José');
	});

	test('a name may have a space, pronouns any case', () => {
		expect(parseWorld({...small, 'names.txt': 'Anna Maria She/Her'}).names).toEqual([
			{name: 'Anna Maria', pronouns: 'she/her'},
		]);
	});
});

describe('what it refuses', () => {
	test('a missing file', () => {
		const {'venues.txt': _, ...rest} = small;

		expect(() => parseWorld(rest)).toThrow('`venues.txt`: the file is missing');
	});

	test('an empty list', () => {
		expect(errorOf({'styles.txt': '# nothing\n'}).message).toContain('`styles.txt`: the list has 0');
		expect(errorOf({'names.txt': ''}).message).toContain('`names.txt`: the list is empty');
	});

	test('fewer drains than an interaction may need', () => {
		expect(errorOf({'drains.txt': 'a cold\n'}).message).toContain('needs at least 3 entries');
	});

	test('an object or action without a word that a scene could be held to', () => {
		expect(errorOf({'objects.txt': 'a key\nan ID\n'}).message).toContain(
			'`objects.txt`, line 2: `an ID` has no word',
		);
		expect(errorOf({'actions.txt': 'do it\n'}).message).toContain(
			'`actions.txt`, line 1: `do it` has no word',
		);
	});

	test('a name that stands twice, whatever its case', () => {
		const error = errorOf({'names.txt': 'Amara she/her\n# comment\namara they/them\n'});

		expect(error.message).toBe('`names.txt`, line 3: the name `amara` stands on line 1 already');
		expect([error.file, error.line]).toEqual(['names.txt', 3]);
	});

	test('unknown pronouns and a name without any', () => {
		expect(errorOf({'names.txt': 'Amara xe/xem\n'}).message).toBe(
			'`names.txt`, line 1: unknown pronouns `xe/xem`; use she/her, he/him, they/them',
		);
		expect(errorOf({'names.txt': 'Amara\n'}).message).toContain('needs a name and pronouns');
	});

	test('a section that is missing, unknown or comes too late', () => {
		const subjects = small['subjects.txt'] as string;

		expect(errorOf({'subjects.txt': subjects.replace('[advice]\nsubject of advice', '')}).message).toBe(
			'`subjects.txt`: section `[advice]` is missing or empty',
		);
		expect(errorOf({'subjects.txt': `${subjects}\n[gossip]\n`}).message).toContain(
			'unknown section `[gossip]`',
		);
		expect(errorOf({'subjects.txt': `a stray line\n${subjects}`})).toMatchObject({line: 1});
	});

	test('control characters and marks that turn text around', () => {
		expect(errorOf({'objects.txt': 'a spare key\na \u001b[31mred key\n'}).message).toBe(
			'`objects.txt`, line 2: control character U+001B; remove it',
		);
		expect(errorOf({'objects.txt': 'a \u202ekey'}).message).toContain('U+202E');
	});
});

describe('the world that ships', () => {
	const world = parseWorld(readRealWorldFiles());
	const lists = {
		ageBands: [10, world.ageBands],
		occupations: [150, world.occupations],
		venues: [160, world.venues],
		objects: [250, world.objects],
		drains: [150, world.drains],
		openings: [30, world.openings],
		styles: [20, world.styles],
		senses: [200, world.senses],
		actions: [200, world.actions],
		...Object.fromEntries(requestTypes.map(type => [type, [45, world.subjects[type]]])),
	} as Record<string, [number, string[]]>;

	test.each(Object.entries(lists))('%s is long enough and has nothing twice', (_name, [fewest, list]) => {
		expect(list.length).toBeGreaterThanOrEqual(fewest);
		expect(new Set(list.map(entry => entry.toLowerCase())).size).toBe(list.length);
	});

	test('the cast is large, mixed and spelt as its bearers spell it', () => {
		const share = (pronouns: string) =>
			world.names.filter(entry => entry.pronouns === pronouns).length / world.names.length;
		const names = world.names.map(entry => entry.name);

		expect(names.length).toBeGreaterThanOrEqual(1150);
		expect(share('she/her')).toBeGreaterThan(0.35);
		expect(share('he/him')).toBeGreaterThan(0.35);
		expect(share('they/them')).toBeGreaterThan(0.04);
		expect(names).toEqual(expect.arrayContaining(['José', 'Zoë', 'Søren']));
	});

	test('no two names differ by an accent only', () => {
		const bare = world.names.map(({name}) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());

		expect(bare.filter((name, index) => bare.indexOf(name) !== index)).toEqual([]);
	});

	test('the tics of v2.2 and its other worlds are not among the words', () => {
		const words = Object.values(lists).flatMap(([, list]) => list);
		const tics =
			/\b(?:fingers?|trembl\w+|gaze\w*|scars?|dart\w*|ruins?|sigils?|quests?|spaceships?|swords?)\b/iu;

		expect(words.filter(entry => tics.test(entry))).toEqual([]);
	});

	test('every object has at least two words that the prose can surface', () => {
		const small = /^(?:an?|the|of|in|on|at|from|to|with|for|by|and|or|that|this|no|not|only|all|one|two)$/iu;
		const contentWords = (entry: string) =>
			entry.split(/[\s,-]+/u).filter(word => word.length > 2 && !small.test(word));

		expect(world.objects.filter(entry => contentWords(entry).length < 2)).toEqual([]);
	});
});
