import fc from 'fast-check';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {parseJsonReply} from '../../source/pipeline/parse-json-reply.js';

const schema = z.object({line: z.string().min(3), memories: z.array(z.string()).min(1)});
const good = {line: 'It can wait.', memories: ['a sofa', 'a bus']};
const text = JSON.stringify(good);

test.each([
	['as it stands', text],
	['with blanks around it', `\n  ${text}\n\n`],
	['in fences', `\`\`\`json\n${text}\n\`\`\``],
	['with chatter around it', `Sure! Here it is: ${text} I hope that helps.`],
	['with a trailing comma', text.replace(/\}$/, ',}')],
	['with single quotes', "{'line': 'It can wait.', 'memories': ['a sofa', 'a bus']}"],
	['with bare keys', '{line: "It can wait.", memories: ["a sofa", "a bus"]}'],
	['with a byte order mark', `\uFEFF${text}`],
	['with a field nobody asked for', `${text.slice(0, -1)}, "note": 3}`],
	['with __proto__', `${text.slice(0, -1)}, "__proto__": {"polluted": true}}`],
])('a reply is read %s', (_, reply) => {
	expect(parseJsonReply(reply, schema)).toEqual({ok: true, value: good});
	expect(({} as {polluted?: boolean}).polluted).toBeUndefined();
});

test('quotes that were not escaped are mended', () => {
	const reply = '{"line": "She said "it can wait" to me.", "memories": ["a "sofa" once"]}';
	const value = {line: 'She said "it can wait" to me.', memories: ['a "sofa" once']};
	expect(parseJsonReply(reply, schema)).toEqual({ok: true, value});
});

test('quotes that cannot be mended are sent back, not guessed at', () => {
	const reply = '{"line": "Your urgency is clear," Lila said.", "memories": ["a sofa"]}';
	expect(parseJsonReply(reply, schema)).toEqual({ok: false, reason: 'The reply is not JSON.'});
});

test('an array inside the object does not stand for it', () => {
	const parsed = parseJsonReply(`[note] ${text}`, schema);
	expect(parsed).toEqual({ok: true, value: good});
});

test.each([
	['', 'The reply is not JSON.'],
	['I cannot help with that.', 'The reply is not JSON.'],
	['null', 'does not fit'],
	['[]', 'does not fit'],
	['{"line": 3, "memories": ["a"]}', '"line" does not fit'],
	['{"line": "It can wait.", "memories": []}', '"memories" does not fit'],
	['{"line": "It can wait."}', '"memories" does not fit'],
	['{"line": "It can wait.", "memories": [{"a": 1}]}', '"memories.0" does not fit'],
])('what does not fit is said in a sentence that names the field: %s', (reply, reason) => {
	const parsed = parseJsonReply(reply, schema);
	expect(parsed.ok ? '' : parsed.reason).toContain(reason);
});

test('a reply that was cut is not mended into a whole one', () => {
	expect(parseJsonReply('{"line": "It can wait.", "memories": ["a so', schema).ok).toBe(false);
});

test('a huge reply is refused without being read', () => {
	const startedAt = performance.now();
	expect(parseJsonReply(`${text}${' '.repeat(5_000_000)}`, schema)).toEqual({
		ok: false,
		reason: 'The reply is far too long.',
	});
	expect(performance.now() - startedAt).toBeLessThan(100);
});

test.each(['{', '[', '{"a":', '"{', '\'{"', '\\"{}', '//{}', '/*{}'])(
	'however deep or odd it is, it ends: %s',
	start => {
		const reply = `${start.repeat(Math.floor(19_000 / start.length))}}`;
		const startedAt = performance.now();
		expect(parseJsonReply(reply, schema).ok).toBe(false);
		expect(performance.now() - startedAt).toBeLessThan(2_000);
	},
);

test('no reply makes it throw', () => {
	const pieces = fc.constantFrom(
		...[
			'{',
			'}',
			'[',
			']',
			'"',
			"'",
			',',
			':',
			'\\',
			'line',
			'memories',
			'null',
			'1e999',
			'-',
			'`',
			'```json',
		],
		...['\n', '\u0000', '\uD800', '__proto__', '/*', '*/', '//', '...', 'NaN', '“', '\u2028'],
	);
	const odd = fc
		.array(fc.oneof(pieces, fc.string({maxLength: 5})), {maxLength: 60})
		.map(parts => parts.join(''));
	const broken = fc
		.tuple(fc.nat(text.length), odd)
		.map(([at, middle]) => text.slice(0, at) + middle + text.slice(at));
	fc.assert(
		fc.property(fc.oneof(odd, broken, fc.json()), reply => {
			const parsed = parseJsonReply(reply, schema);
			if (parsed.ok) expect(schema.safeParse(parsed.value).success).toBe(true);
			else expect(parsed.reason.length).toBeGreaterThan(0);
		}),
		{seed: 7, numRuns: 2_000},
	);
});
