import {expect, test} from 'vitest';
import {findGrowth, formatSoak, type Sample, slope} from './soak-table.js';

function createSamples(change: (index: number) => Partial<Sample>): Sample[] {
	return Array.from({length: 30}, (_, index) => ({
		seconds: index * 5,
		accepted: index * 1_000,
		rss: 90_000_000 + index * 100_000,
		heapUsed: 40_000_000 + index * 50_000,
		external: 2_000_000,
		handles: 24 + (index % 3),
		sockets: index % 4,
		timers: 3,
		listeners: 12,
		warnings: 0,
		...change(index),
	}));
}

test('a slope is found whatever the offset', () => {
	expect(slope([1, 2, 3, 9].map(x => ({x, y: 7 + 2.5 * x})))).toBeCloseTo(2.5);
	expect(slope([{x: 1, y: 4}])).toBe(0);
});

test('handles that leak are named, and those that only go up and down are not', () => {
	expect(findGrowth(createSamples(() => ({})))).toEqual([]);
	expect(findGrowth(createSamples(index => ({handles: 24 + index})))).toEqual(['handles, from 33 to 53']);
});

test('the table says what an interaction costs in memory', () => {
	expect(
		formatSoak(
			'rehearsal',
			createSamples(() => ({})),
		),
	).toContain('heap grows by 50 bytes an interaction');
});
