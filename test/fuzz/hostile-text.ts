import fc from 'fast-check';

/** What terminals obey, parsers trip over and file systems misread. */
const tokens = [
	'\u001b[2J',
	'\u001b]0;owned\u0007',
	'\u001b]8;;http://x\u001b\\',
	'\u001bP1$r\u001b\\',
	'\u009b31m',
	'\u009d0;t\u009c',
	'\u0007',
	'\u0000',
	'\u007f',
	'\u202e',
	'\u2066',
	'\u200b',
	'\u00ad',
	'\ufeff',
	'\u2028',
	'\ud800',
	'\udc00\ud83d',
	'👩‍👩‍👧',
	'e\u0301'.repeat(40),
	'\r\n',
	'\r',
	'\t',
	'"',
	'\\',
	'\\u0000',
	'\\ud800',
	'"__proto__":',
	'{"constructor":{"prototype":{}}}',
	'{',
	'}',
	'['.repeat(300),
	'{"a":'.repeat(300),
	'../',
	'..\\',
	'/etc/passwd',
	'~',
	'%00',
	'$(id)',
	'-',
	'--',
	'=',
	'#',
	'## ',
	'{{',
	'}}',
	'{{name}}',
	'=== task ===',
	'```json\n',
	'<think>',
	'</think>',
	'null',
	'1e999',
	'NaN',
	'x'.repeat(3_000),
];

/** Text of a model, a server, a file or a user, at its worst. */
export const hostileText = fc
	.array(
		fc.oneof(
			{weight: 3, arbitrary: fc.constantFrom(...tokens)},
			{weight: 2, arbitrary: fc.string({unit: 'binary', maxLength: 20})},
			{weight: 1, arbitrary: fc.string({maxLength: 20})},
		),
		{maxLength: 8},
	)
	.map(parts => parts.join(''));

/** `text` with a hostile piece in some places, or with pieces of it gone. */
export function mutated(text: string): fc.Arbitrary<string> {
	const cut = fc.tuple(fc.nat(text.length), fc.nat({max: 40}), hostileText);
	return fc.array(cut, {minLength: 0, maxLength: 3}).map(cuts => {
		return cuts.reduce(
			(whole, [at, length, piece]) => whole.slice(0, at) + piece + whole.slice(at + length),
			text,
		);
	});
}

/** The same for bytes: not even UTF-8 is left. */
export function mutatedBytes(text: string): fc.Arbitrary<Buffer> {
	const spoilt = fc.tuple(fc.nat(Buffer.byteLength(text)), fc.uint8Array({maxLength: 12}));
	return fc
		.tuple(mutated(text), fc.array(spoilt, {maxLength: 2}))
		.map(([start, places]) =>
			places.reduce(
				(bytes, [at, piece]) =>
					Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + piece.length)]),
				Buffer.from(start),
			),
		);
}

/** Any JSON value, with hostile keys and strings, and what JSON cannot hold. */
export const hostileValue = fc.anything({
	key: hostileText,
	values: [hostileText, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)],
	maxDepth: 4,
	withNullPrototype: true,
});
