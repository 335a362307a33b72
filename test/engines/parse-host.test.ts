import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseHost} from '../../source/engines/parse-host.js';
import {UserError} from '../../source/pipeline/errors.js';

test.each([
	['127.0.0.1:11434', 'http://127.0.0.1:11434'],
	['localhost', 'http://localhost:11434'],
	['box', 'http://box:11434'],
	['box:80', 'http://box'],
	['http://box', 'http://box'],
	['https://box', 'https://box'],
	['http://box:1234/', 'http://box:1234'],
	['HTTP://Box:1234', 'http://box:1234'],
	['https://box/ollama/', 'https://box/ollama'],
	['box/ollama', 'http://box:11434/ollama'],
	['0.0.0.0', 'http://127.0.0.1:11434'],
	['0.0.0.0:8080', 'http://127.0.0.1:8080'],
	['http://0.0.0.0:8080', 'http://127.0.0.1:8080'],
	[':8080', 'http://127.0.0.1:8080'],
	['[::1]:11434', 'http://[::1]:11434'],
	['[::1]', 'http://[::1]:11434'],
	['::1', 'http://[::1]:11434'],
	['[::]:8080', 'http://[::1]:8080'],
	['http://[::1]:1234', 'http://[::1]:1234'],
	['  localhost:1234 ', 'http://localhost:1234'],
	['"127.0.0.1:1234"', 'http://127.0.0.1:1234'],
	['localhost:', 'http://localhost:11434'],
])('the host %s is read as %s', (text, host) => {
	expect(parseHost(text)).toBe(host);
});

test.each([
	['box', 'http://box:8080'],
	['box:1234', 'http://box:1234'],
	['box/v1', 'http://box:8080/v1'],
	['http://box', 'http://box'],
])('for a server of another engine the host %s is read as %s', (text, host) => {
	expect(parseHost(text, 8080)).toBe(host);
});

test.each([
	...[
		'',
		'   ',
		'http://',
		'https:///',
		'a b',
		'ftp://x',
		'http://x:99999',
		'x:99999',
		'x:0',
		'x:abc',
		'11434',
	],
	...[
		':',
		'[::1',
		'http://:80',
		'http://x?model=y',
		'x#y',
		'file:///etc',
		'http:box',
		'x\u001b[2J',
		'http://[zz]',
	],
])('the host %j is refused with a hint', text => {
	expect(() => parseHost(text)).toThrowError(UserError);
	expect(() => parseHost(text)).toThrowError(/`/);
});

test('a password in the address is refused and not repeated', () => {
	expect(() => parseHost('http://me:secret@box:1234')).toThrowError(/`box:1234`(?!.*secret)/);
});

test('any text is either an address that fetch takes or the mistake of a user', () => {
	const hostLike = fc.stringMatching(/^[a-z0-9.:/[\]@?# -]{0,30}$/);
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.webUrl(), hostLike), text => {
			try {
				const host = parseHost(text);
				expect(new URL(host).protocol).toMatch(/^https?:$/);
				expect(parseHost(host)).toBe(host);
				expect(host).not.toMatch(/\/$/);
			} catch (error) {
				expect(error).toBeInstanceOf(UserError);
			}
		}),
		{numRuns: 2_000},
	);
});
