import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cleanServerText} from '../../source/engines/clean-server-text.js';

test('terminal commands, marks and line breaks leave nothing behind', () => {
	const text = 'model \u001b[31m"x"\u001b[0m\r\nnot\u0007 fou\u202end\u001b]0;owned\u0007 here\u009b2J';

	expect(cleanServerText(text)).toBe('model "x" not fou nd here 2J');
});

test('letters of any script stay as they are', () => {
	expect(cleanServerText('Modèle « é » ist größer 模型 🙂')).toBe('Modèle « é » ist größer 模型 🙂');
});

test('whatever a server says becomes one printable line of at most 200 characters', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 600}), text => {
			const cleaned = cleanServerText(text);

			expect([...cleaned].length).toBeLessThanOrEqual(200);
			expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
		}),
	);
});
