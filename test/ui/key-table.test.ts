import {expect, test} from 'vitest';
import type {KeyContext} from '../../source/ui/key-binding.js';
import {barBindings, keyTable} from '../../source/ui/key-table.js';
import {type BarState, statusRow, validBindings} from '../../source/ui/panels/status-bar.js';
import {rowWidth} from '../../source/ui/row.js';
import {createTheme} from '../../source/ui/theme.js';

const contexts = [...new Set(keyTable.flatMap(binding => binding.contexts))];
const bar: BarState = {
	context: 'list',
	isPaused: false,
	isOver: false,
	takesDecisions: true,
	selected: 'accepted',
	hasEditedPrompts: false,
	isPinned: false,
	hasFilter: false,
	typed: undefined,
	notice: undefined,
};

test.each(contexts)('in %s no key means two things', context => {
	const keys = keyTable
		.filter(binding => binding.contexts.includes(context))
		.flatMap(binding => binding.keys);
	expect(keys).toEqual([...new Set(keys)]);
});

test.each(contexts)('in %s the status bar has something to say', context => {
	expect(barBindings(context).length).toBeGreaterThan(0);
});

test('the status bar shows only keys that do something now', () => {
	const labels = (change: Partial<BarState>) =>
		validBindings({...bar, ...change}).map(binding => binding.action);
	expect(labels({})).toContain('reject');
	expect(labels({})).not.toContain('take-back');
	expect(labels({selected: 'rejected'})).toContain('take-back');
	expect(labels({selected: undefined})).not.toContain('open');
	expect(labels({})).not.toContain('prompts');
	expect(labels({hasEditedPrompts: true})).toContain('prompts');
	expect(labels({isOver: true})).not.toContain('pause');
	expect(labels({takesDecisions: false})).not.toContain('reject');
});

test.each([60, 80, 120, 200])('the status bar fits %i columns and always has help and stop', columns => {
	const row = statusRow(bar, columns, createTheme('none', {}));
	const text = row.map(part => part.text).join('');
	expect(rowWidth(row)).toBeLessThanOrEqual(columns);
	expect(text).toContain('? help');
	expect(text).toContain('q stop');
});

test('the contexts of the product are all there', () => {
	const wanted: KeyContext[] = [
		'picker',
		'list',
		'preview',
		'coverage',
		'map',
		'failures',
		'record',
		'filter',
		'settings',
		'help',
		'confirm',
		'ended',
	];
	expect(contexts).toEqual(expect.arrayContaining(wanted));
});
