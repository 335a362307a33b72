import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {labelledBytes, labelledDialogues, labelNames} from '../../helpers/labelled-dialogues.js';

test('the labels are those that were frozen before any detector was written', () => {
	const digest = createHash('sha256').update(labelledBytes).digest('hex');
	expect(digest).toBe('bb107db81e178dc889de76f06860b67e62a26003787d503205f3034306aee3e1');
});

test('there are 120 or more, half of them of real models or the reference file', () => {
	const real = labelledDialogues.filter(({source}) => source !== 'written');
	expect(labelledDialogues.length).toBeGreaterThanOrEqual(120);
	expect(real.length * 2).toBeGreaterThanOrEqual(labelledDialogues.length);
	expect(new Set(labelledDialogues.map(({id}) => id)).size).toBe(labelledDialogues.length);
	for (const {labels} of labelledDialogues) expect(Object.keys(labels)).toEqual([...labelNames]);
});
