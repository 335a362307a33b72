import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {
	cellOfReadable,
	normaliseHookType,
	readableInteractionSchema,
} from '../../source/domain/legacy-interaction.js';
import {cellNumber} from '../../source/domain/parameter-space.js';

const text = readFileSync(new URL('../fixtures/v2.2-batch.json', import.meta.url), 'utf8');
const batch = JSON.parse(text) as Array<Record<string, Record<string, unknown>>>;

test('all 49 records of the v2.2 batch read', () => {
	const results = batch.map(record => readableInteractionSchema.safeParse(record));

	expect(results).toHaveLength(49);
	expect(results.filter(result => !result.success)).toEqual([]);
});

test('half levels, support beyond 10 and nulls are kept as they were written', () => {
	const records = batch.map(record => readableInteractionSchema.parse(record));

	expect(records.map(record => record.npc_profile.relationship_level)).toContain(3.5);
	expect(records.map(record => record.npc_emotional_state.can_support_up_to)).toContain(10.4);
	expect(new Set(records.map(record => record.tension_memory.internal_conflict))).toEqual(new Set([null]));
	expect(records.every(record => record.tension_memory.tension_hook.type === 'mystery_hook')).toBe(true);
});

test('the batch of v2.2 visits 8 cells', () => {
	const cells = batch.map(record => cellOfReadable(readableInteractionSchema.parse(record)));

	expect(cells).not.toContain(undefined);
	expect(new Set(cells.map(cell => cell && cellNumber(cell))).size).toBe(8);
});

test('a score that v2.2 never wrote names no cell: scores are not put into bands', () => {
	const record = readableInteractionSchema.parse(batch[0]);
	record.training_metadata.authenticity_score = 0.3;

	expect(cellOfReadable(record)).toBeUndefined();
});

test.each([
	['mystery', 'mystery_hook'],
	['mystery_question', 'mystery_hook'],
	['stakes_hint', 'stakes_escalation'],
	['partial_reveal', 'partial_reveal'],
	['contradiction', 'contradiction'],
	['toString', undefined],
	['riddle', undefined],
])('hook type %s reads as %s', (written, expected) => {
	expect(normaliseHookType(written)).toBe(expected);
});

test('an unknown hook type and a missing group are refused with a path', () => {
	const unknown = structuredClone(batch[0]) as {tension_memory: {tension_hook: {type: string}}};
	unknown.tension_memory.tension_hook.type = 'riddle';
	const {npc_profile: _, ...headless} = batch[0] as Record<string, unknown>;

	expect(readableInteractionSchema.safeParse(unknown).error?.issues[0]).toMatchObject({
		path: ['tension_memory', 'tension_hook', 'type'],
		message: 'unknown hook type `riddle`',
	});
	expect(readableInteractionSchema.safeParse(headless).error?.issues[0]?.path).toEqual(['npc_profile']);
});
