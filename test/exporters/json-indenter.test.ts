import fc from 'fast-check';
import {expect, test} from 'vitest';
import {JsonIndenter} from '../../source/exporters/json-indenter.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

const indenter = new JsonIndenter();

function indent(json: string, depth = 0): string | undefined {
	const bytes = indenter.indent(Buffer.from(json), depth);
	return bytes && Buffer.from(bytes).toString();
}

/** As `JSON.stringify` lays a value out that is nested in so many arrays. */
function layOut(value: unknown, depth: number): string {
	return JSON.stringify(value, null, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

const key = fc.oneof(
	fc.constantFrom(
		'name',
		'npc_profile',
		'a',
		'',
		'ä',
		'"',
		'\\',
		'\n',
		'__proto__',
		'1',
		'01',
		'constructor',
	),
	fc.string({unit: 'binary'}),
);
const number = fc.oneof(
	fc.double({noNaN: true, noDefaultInfinity: true}),
	fc.integer({min: -1e6, max: 1e6}).map(hundredths => hundredths / 100),
	fc.maxSafeInteger(),
	fc.constantFrom(0, -0, 1e-7, 1e21, 0.1 + 0.2, 5e-324),
);
const {json} = fc.letrec(tie => ({
	json: fc.oneof(
		{maxDepth: 6, withCrossShrink: true},
		fc.oneof(number, fc.boolean(), fc.constant(null), fc.string({unit: 'binary'})),
		fc.array(tie('json'), {maxLength: 4}),
		fc.dictionary(key, tie('json'), {maxKeys: 5}),
	),
}));

test('what is laid out is what JSON.stringify gives, for any value and at any depth', () => {
	let taken = 0;
	fc.assert(
		fc.property(json, fc.integer({min: 0, max: 5}), (value, depth) => {
			const text = JSON.stringify(value);
			const laidOut = indent(text, depth);
			if (laidOut === undefined) expect(text).toMatch(/\\u|"[\d_]/);
			else expect(laidOut).toBe(layOut(value, depth));
			if (laidOut !== undefined) taken++;
		}),
		{numRuns: 2_000},
	);
	expect(taken).toBeGreaterThan(1_000);
});

test('text that was written in another way is not taken, or comes out as if it was read and written', () => {
	const piece = fc.constantFrom(
		...['{', '}', '[', ']', ',', ':', '"', '"a"', '"a":', '"b":1', '1', '0', '-', '.', '5', 'e1', ' ', '\n'],
		...[
			'true',
			'null',
			'nul',
			'\\',
			'\\n',
			'\\/',
			'\\u0061',
			'é',
			'1.50',
			'01',
			'-0',
			'1e3',
			'"1":2',
			'\uFEFF',
		],
	);
	const broken = fc
		.tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat({max: 3}), piece), {minLength: 1, maxLength: 3}))
		.map(([value, changes]) =>
			changes.reduce((text, [place, length, put]) => {
				const at = place % (text.length + 1);
				return `${text.slice(0, at)}${put}${text.slice(at + length)}`;
			}, JSON.stringify(value)),
		);
	fc.assert(
		fc.property(
			fc.oneof(
				broken,
				fc.array(piece, {maxLength: 12}).map(pieces => pieces.join('')),
			),
			text => {
				const wellFormed = Buffer.from(text).toString();
				const laidOut = indent(wellFormed, 1);
				if (laidOut !== undefined) expect(laidOut).toBe(layOut(JSON.parse(wellFormed), 1));
				expect(indenter.takes(Buffer.from(wellFormed))).toBe(laidOut !== undefined);
			},
		),
		{numRuns: 5_000},
	);
});

test.each([
	'{"a":1,"a":2}',
	'{"a":{"b":1},"b":{"b":1,"b":2}}',
	'{"1":1}',
	'{"__proto__":{}}',
	'{"a":1,}',
	'{"a" :1}',
	'[1,]',
	'["\\u0041"]',
	'["\\/"]',
	'[1.0]',
	'[0.10]',
	'[01]',
	'[-0]',
	'[1e3]',
	'[0.0000001]',
	'[12345678901234567]',
	'[1].',
	'["a\tb"]',
	'["a',
	'tru',
	'',
	'[]\n',
	'['.repeat(100) + ']'.repeat(100),
])('%s is left to be read and written', text => {
	expect(indent(text)).toBeUndefined();
});

test('an ordinary record is taken, with all that real text has in it', () => {
	const prose = '“I can’t,” José said.\n\tYou, "he" \\ {{name}} = 1;\r\n\u{1F600} waited.';
	const record = createInteraction({prose, name: 'Zoë, "Z"'});
	record.training_metadata.steps = Array.from({length: 40}, () => ({
		...{step: 'dialogue', attempts: 1, duration_ms: 512.2512340000001, prompt_tokens: 10, output_tokens: 20},
	}));
	expect(indent(JSON.stringify(record), 1)).toBe(layOut(record, 1));
});

test('an object of very many keys, one inside another, is not taken rather than compared for ever', () => {
	const many = Object.fromEntries(Array.from({length: 2_000}, (_, index) => [`k${index}`, index]));
	expect(indent(JSON.stringify(many))).toBeUndefined();
});
