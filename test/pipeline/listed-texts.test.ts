import {expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {Tension} from '../../source/domain/step-outputs.js';
import {tensionStep} from '../../source/pipeline/steps/tension.js';
import {exampleTension} from '../domain/quality/prose-subject.js';
import {promptBook} from '../helpers/run-fixture.js';

const draw = createDrawer({seed: 3, order: 'balanced', world: promptBook.world})(0);
const memory = 'Once, you carried the shopping up three flights together.';

function planWith(memories: string[], others: Partial<Tension> = {}) {
	const plan = {
		...exampleTension,
		...others,
		hook_element: `There was ${draw.hookObject}, and nobody said whose it was.`,
		primary_action: draw.action,
		relevant_memories: memories,
	};
	const unasked = {
		findCopiedRun: () => undefined,
		findOverused: () => undefined,
		findNearCopy: () => undefined,
	};
	return tensionStep.check(
		{text: JSON.stringify(plan), finish: 'stop'},
		{draw, outputs: {}, prompt: '', ...unasked},
	);
}

test.each([
	[[memory, 'setting_context']],
	[[memory, '"primary_action":']],
	[['[insert a memory here]', memory]],
])('a memory is kept without the stand-in beside it: %j', memories => {
	expect(planWith(memories)).toMatchObject({ok: true, outputs: {tension: {relevant_memories: [memory]}}});
});

test.each([[['setting_context']], [['[insert a memory here]', 'setting_context']]])(
	'stand-ins alone are no memories: %j',
	memories =>
		expect(planWith(memories)).toMatchObject({ok: false, reason: expect.stringContaining('placeholder')}),
);

test('memories that are told both stay', () => {
	expect(planWith([memory, 'You met her once at the launderette.'])).toMatchObject({
		outputs: {tension: {relevant_memories: [memory, 'You met her once at the launderette.']}},
	});
});

test('a text is cut back where it reached its length, and nowhere else', () => {
	const question = "She asks 'why now?' under her breath and hears no answer";
	const conflict = 'She wants to help her sister. She has nothing left to help with.';
	const tooLong = {subtext: question, internal_conflict: `${conflict} ${'Or'.repeat(64)}`};
	expect(planWith([memory], tooLong)).toMatchObject({
		outputs: {tension: {subtext: question, internal_conflict: conflict}},
	});
	expect(planWith([`${question}. ${'Or'.repeat(57)}`])).toMatchObject({
		outputs: {tension: {relevant_memories: [`${question}.`]}},
	});
});
