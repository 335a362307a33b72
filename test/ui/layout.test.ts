import fc from 'fast-check';
import {expect, test} from 'vitest';
import {findPanel, planLayout} from '../../source/ui/layout.js';
import {panelIds} from '../../source/ui/screen-state.js';

const request = {focus: 'list' as const, workers: 4, hosts: 1, failureLines: 2};

test('every size fills the window exactly, in every focus', () => {
	fc.assert(
		fc.property(
			fc.record({
				columns: fc.integer({min: 60, max: 250}),
				rows: fc.integer({min: 16, max: 70}),
				focus: fc.constantFrom(...panelIds),
				workers: fc.integer({min: 1, max: 32}),
				hosts: fc.integer({min: 1, max: 6}),
				failureLines: fc.integer({min: 0, max: 13}),
			}),
			({columns, rows, ...rest}) => {
				const layout = planLayout({size: {columns, rows}, ...rest});
				const frame = layout.isFramed ? 2 : 0;
				for (const panels of layout.columns) {
					const height = panels.reduce((sum, panel) => sum + panel.rows, 0);
					expect(2 + layout.progressRows + frame + height + 1).toBe(rows);
					for (const panel of panels) expect(panel.rows).toBeGreaterThan(layout.isFramed ? 2 : 1);
				}
				const width = layout.columns.reduce((sum, panels) => sum + (panels[0]?.columns ?? 0), 0);
				expect(width + layout.gap).toBe(columns);
				expect(findPanel(layout, rest.focus)).toBeDefined();
			},
		),
	);
});

test('one column below 90, two from there', () => {
	expect(planLayout({...request, size: {columns: 89, rows: 40}}).kind).toBe('narrow');
	expect(planLayout({...request, size: {columns: 90, rows: 40}}).kind).toBe('wide');
});

test('in two columns no panel moves when the focus does', () => {
	const size = {columns: 140, rows: 45};
	const plans = panelIds.map(focus => planLayout({...request, size, focus}).columns);
	for (const plan of plans) expect(plan).toEqual(plans[0]);
});

test('at 120 x 40 every panel shows', () => {
	const layout = planLayout({...request, size: {columns: 120, rows: 40}});
	for (const id of panelIds) expect(findPanel(layout, id)).toBeDefined();
});
