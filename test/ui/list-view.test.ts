import {expect, test} from 'vitest';
import {createProgress} from '../../source/pipeline/progress.js';
import {ListFilter, matchesTerms, splitTerms} from '../../source/ui/list-view.js';
import {createSummary} from '../helpers/fake-controls.js';

function createSource(count: number) {
	const summaries = Array.from({length: count}, (_, index) => createSummary(index));
	return createProgress({cells: [], summaries, failures: new Map(), parallel: 1});
}

test('the newest comes first, and a position can be found by its id', () => {
	const view = new ListFilter().view(createSource(5), '', 0);
	expect(view.at(0)?.id).toBe('interaction-4');
	expect(view.positionOf('interaction-1')).toBe(3);
	expect(view.positionOf('nobody')).toBe(-1);
});

test('a filter shows matches only, and what arrives later too', () => {
	const source = createSource(16);
	const filter = new ListFilter();
	expect(filter.view(source, 'avoidance', 0).length).toBe(2);
	source.summaries.push(createSummary(22, {id: 'late'}));
	source.summaryIndex.set('late', 16);
	const view = filter.view(source, 'avoidance', 0);
	expect(view.at(0)?.id).toBe('late');
	expect(view.positionOf('interaction-6')).toBe(2);
});

test('a decision is seen by a filter on the state', () => {
	const source = createSource(4);
	const filter = new ListFilter();
	expect(filter.view(source, 'is:rejected', 0).length).toBe(0);
	(source.summaries.at(1) as {status: string}).status = 'rejected';
	expect(filter.view(source, 'is:rejected', 1).length).toBe(1);
});

test('a cell word means the cell, anything else the text', () => {
	const summary = createSummary(0, {cell: 0, name: 'Mara', opening: 'You follow her below deck'});
	const matches = (filter: string) => matchesTerms(summary, splitTerms(filter));
	expect(matches('crisis mar')).toBe(true);
	expect(matches('low')).toBe(false);
	expect(matches('follow')).toBe(true);
	expect(matches('cell:0')).toBe(true);
	expect(matches('cell:1')).toBe(false);
});
