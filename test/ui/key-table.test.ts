import {expect, test} from 'vitest';
import {describePlaces} from '../../source/ui/describe-places.js';
import {helpRows} from '../../source/ui/help-rows.js';
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

test.each(keyTable)('where $label works is said in words: $description', ({contexts: where}) => {
	const known = [
		'everywhere',
		'wherever there is more to see',
		...['run', 'panels', 'list', 'map', 'preview', 'record', 'text field'],
		...['picker', 'settings', 'help', 'stopping', 'edited prompts', 'ended run'],
	];
	const places = describePlaces(where).split(', ');
	expect(known).toEqual(expect.arrayContaining(places));
	expect(places).toEqual([...new Set(places)]);
});

test('a key that means several things is told apart in the help', () => {
	const rows = helpRows(78, createTheme('none', {}));
	const text = rows.map(row => row.map(part => part.text).join('')).join('\n');
	expect(text).toMatch(/q +ask, then stop[\s\S]*\(run\)/u);
	expect(text).toMatch(/q +leave the picker \(picker\)/u);
	expect(text).toMatch(/q +close help or settings \(settings, help\)/u);
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
