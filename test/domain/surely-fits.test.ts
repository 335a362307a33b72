import fc from 'fast-check';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {interactionSchema} from '../../source/domain/interaction.js';
import {createSureFit} from '../../source/domain/surely-fits.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

const surelyFits = createSureFit(interactionSchema);

type Place = {holder: Record<string, unknown>; key: string};

/** Every field of a record, groups and the elements of lists among them. */
function listPlaces(value: unknown): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	const holder = value as Record<string, unknown>;
	return Object.keys(holder).flatMap(key => [{holder, key}, ...listPlaces(holder[key])]);
}

const wrong = fc.constantFrom<unknown>(
	...[
		'',
		' ',
		'x',
		'baseline',
		'HIGH',
		'she/her',
		'2026-01-01T00:00:00Z',
		'2026-01-01',
		'2026-02-30T10:00:00.000Z',
	],
	...[0, -0, -1, 0.5, 1, 1.5, 5, 5.1, 10.1, -0.3, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e300],
	...[null, undefined, true, false, [], ['x'], [''], ['a', 'b', 'c', 'd'], {}, new Date(0), 7n],
);

test('what fits for sure is what parses, whatever is wrong in a record and wherever', () => {
	const places = listPlaces(createInteraction()).length;
	const changes = fc.array(fc.tuple(fc.nat({max: places - 1}), fc.oneof(wrong, fc.constant('delete'))), {
		maxLength: 2,
	});
	fc.assert(
		fc.property(changes, given => {
			const record = createInteraction();
			for (const [at, value] of given) {
				const place = listPlaces(record)[at];
				if (place && value === 'delete') delete place.holder[place.key];
				else if (place) place.holder[place.key] = value;
			}
			expect(surelyFits(record)).toBe(interactionSchema.safeParse(record).success);
		}),
		{numRuns: 3_000},
	);
});

test('fields that a record may have or lack fit like any other', () => {
	const record = createInteraction();
	Object.assign(record, {unknown_group: 1});
	Object.assign(record.training_metadata, {edited: true, note: 'read twice', misjudgment_direction: 'over'});
	expect(surelyFits(record)).toBe(true);
	for (const damage of [{edited: false}, {note: ''}, {misjudgment_direction: 'sideways'}]) {
		expect(surelyFits({...record, training_metadata: {...record.training_metadata, ...damage}})).toBe(false);
	}
});

test.each([
	['a union', z.union([z.string(), z.number()]), 'x'],
	['a check of its own', z.string().refine(() => true), 'x'],
	['a format', z.email(), 'a@b.example'],
	['a strict object', z.strictObject({a: z.string()}), {a: 'x'}],
	['a pattern', z.string().regex(/x/), 'x'],
	['a default', z.string().default('x'), 'x'],
])('of %s it is never sure, and the schema is asked', (_, schema, value) => {
	expect(schema.safeParse(value).success).toBe(true);
	expect(createSureFit(schema)(value)).toBe(false);
});
