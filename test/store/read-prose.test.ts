import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readProse} from '../../source/store/read-prose.js';

test('the prose of a line is what parsing the whole line gives, whatever stands in it and around it', () => {
	const text = fc.string({
		unit: fc.oneof(fc.constantFrom('"', '\\', 'dialogue_prose', '":"', '\n', 'é', '\ud800'), fc.string()),
	});
	fc.assert(
		fc.property(text, text, text, (before, prose, after) => {
			const record = {
				voice: before,
				npc_card_narrative: {setting: before, dialogue_prose: prose},
				after: {[after]: after},
			};
			expect(readProse(Buffer.from(JSON.stringify(record)))).toBe(prose);
			expect(readProse(Buffer.from(JSON.stringify(record, null, 2)))).toBe(prose);
		}),
	);
});

test('a line that has the key twice is read as JSON is read', () => {
	const line = '{"npc_card_narrative":{"dialogue_prose":"first","dialogue_prose":"second"}}';
	expect(readProse(Buffer.from(line))).toBe('second');
	expect(() => readProse(Buffer.from('{"npc_card_narrative":{"dialogue_prose":"cut'))).toThrow(SyntaxError);
});
