import {expect, test} from 'vitest';
import {fuzz} from './fuzz.js';
import {fuzzTargets} from './fuzz-targets.js';
import {requireCleanLine} from './screen-bytes.js';

test('five thousand hostile inputs: every parser answers, and no escape byte is shown', {
	timeout: 60_000,
}, async () => {
	const said: string[] = [];

	await fuzz({inputs: 5_000, seed: 1, say: line => said.push(line)});

	expect(fuzzTargets.reduce((sum, {share}) => sum + share, 0)).toBe(100);
	expect(said.at(-1)).toContain('5000 inputs');
});

test.each(['\u001b[2J', 'a\u0007', '\u202e', '\u009b'])('the check of what is shown would see %j', text => {
	expect(() => requireCleanLine(text)).toThrow('reached the screen');
});
