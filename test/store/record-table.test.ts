import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {InteractionSummary} from '../../source/pipeline/ports.js';
import {AnnouncedRecords} from '../../source/store/announced-records.js';
import {RecordTable} from '../../source/store/record-table.js';

const text = fc.string({unit: 'grapheme', maxLength: 20});
const summaries = fc.uniqueArray(
	fc.record({
		id: fc.oneof(
			fc.nat().map(number => `20261122-184510-q7-${number}`),
			fc.string({minLength: 1}),
		),
		planIndex: fc.oneof(fc.nat({max: 1000}), fc.constant(2 ** 53 - 1)),
		name: text,
		cell: fc.nat({max: 127}),
		words: fc.nat({max: 500}),
		opening: text,
		at: fc.oneof(fc.constant('2026-11-22T18:45:10.000Z'), fc.constantFrom('', 'yesterday', '2026-11-22')),
		status: fc.constantFrom<InteractionSummary['status']>('accepted', 'rejected', 'spare'),
	}),
	{selector: ({id}) => id, maxLength: 60},
);

function fill(all: InteractionSummary[]): RecordTable {
	const table = new RecordTable();
	for (const [number, summary] of all.entries()) {
		table.add({summary, position: {offset: number * 10, length: 9}, sketch: new Uint32Array()});
		table.setStatus(number, summary.status);
	}
	return table;
}

function plain({id, planIndex, name, cell, words, opening, at, status}: InteractionSummary) {
	return {id, planIndex, name, cell, words, opening, at, status};
}

test('columns give back what was put in, by number and by id', () => {
	fc.assert(
		fc.property(summaries, all => {
			const table = fill(all);

			expect(Array.from(table, plain)).toEqual(all.map(plain));
			expect(all.map(({id}) => table.numberOf(id))).toEqual(all.map((_, number) => number));
			expect(table.numberOf('nobody at all')).toBeUndefined();
			expect(all.map((_, number) => table.positionAt(number).offset)).toEqual(all.map((_, at) => at * 10));
		}),
	);
});

test('the list shows a record once it was announced, as an array would', () => {
	fc.assert(
		fc.property(summaries, fc.array(fc.integer({min: -5, max: 70})), (all, places) => {
			const [before, after] = [all.slice(0, all.length / 2), all.slice(all.length / 2)];
			const table = fill(before);
			const list = new AnnouncedRecords(table);
			for (const summary of after) {
				table.add({summary, position: {offset: 0, length: 0}, sketch: new Uint32Array()});
				expect(list.places.has(summary.id)).toBe(false);
				list.push(summary);
				expect(list.places.get(summary.id)).toBe(list.length - 1);
			}
			const expected = [...before, ...after.map(summary => ({...summary, status: 'accepted' as const}))];

			expect(list.map(plain)).toEqual(expected.map(plain));
			expect(places.map(place => list.at(place)?.id)).toEqual(places.map(place => expected.at(place)?.id));
			expect(list.filter(({cell}) => cell > 60).length).toBe(expected.filter(({cell}) => cell > 60).length);
			expect(list.find(({words}) => words > 250)?.id).toBe(expected.find(({words}) => words > 250)?.id);
		}),
	);
});

test('the state of a record can be changed where it is read', () => {
	const [summary] = fc.sample(summaries, {numRuns: 50, seed: 7}).find(all => all.length > 0) as [
		InteractionSummary,
	];
	const list = new AnnouncedRecords(fill([summary]));

	(list.at(0) as InteractionSummary).status = 'rejected';

	expect(list.at(0)?.status).toBe('rejected');
});

test('nothing is announced that is not written', () => {
	const [all] = fc.sample(summaries, 1) as [InteractionSummary[]];
	const list = new AnnouncedRecords(fill([]));

	expect(() => list.push(all[0] ?? ({id: 'x'} as InteractionSummary))).toThrow('announced unwritten');
});
