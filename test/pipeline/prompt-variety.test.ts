import {expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {Draw} from '../../source/domain/draw.js';
import {copiedRunLength} from '../../source/domain/quality/list-word-runs.js';
import {createPromptRuns} from '../../source/domain/quality/prompt-runs.js';
import {splitWords} from '../../source/domain/quality/read-words.js';
import {modelSteps, type StepOutputs} from '../../source/domain/step-outputs.js';
import {createRehearsalEngine} from '../../source/engines/rehearsal/create-rehearsal-engine.js';
import {buildMessages, type PromptForm} from '../../source/pipeline/build-messages.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {dialogueStep} from '../../source/pipeline/steps/dialogue.js';
import {promptBook, promptTexts} from '../helpers/run-fixture.js';

const count = 1024;

function draws(variations = 1): Draw[] {
	const drawAt = createDrawer({seed: 11, order: 'balanced', world: promptBook.world, variations});
	return Array.from({length: count}, (_, planIndex) => drawAt(planIndex));
}

/** Words of a model that is no help at all: the same for every interaction. */
const outputs: StepOutputs = {
	primitives: {background: 'From here.', speaking_voice: 'Plain.', daily_life: 'Work and sleep.'},
	context: {situation_description: 'You ask.', capacity_factors: [{factor: 'sleep', description: 'Lost.'}]},
	tension: {
		hook_element: 'A box.',
		subtext: 'Tired.',
		internal_conflict: 'Help or rest.',
		relevant_memories: ['A walk.'],
		setting_context: 'A room.',
		primary_action: 'Fold a cloth.',
	},
};

function promptsOf(step: (typeof modelSteps)[number], form: PromptForm, variations?: number): string[] {
	return draws(variations).map(
		draw => buildMessages({step, draw, outputs, book: promptBook, form})[1]?.content as string,
	);
}

test.each(modelSteps)('no two prompts of %s are alike among 1,024, whatever the model says', step => {
	expect(new Set(promptsOf(step, 'full')).size).toBe(count);
	expect(new Set(promptsOf(step, 'short')).size).toBe(count);
});

test.each(['tension', 'dialogue'] as const)('siblings of one scene get other prompts for %s too', step => {
	expect(new Set(promptsOf(step, 'full', 4)).size).toBe(count);
});

test('who asks and who answers is said in every prompt of the dialogue, by name', () => {
	for (const [index, content] of promptsOf('dialogue', 'full').entries()) {
		const {name} = draws()[index] as Draw;
		expect(content).toMatch(/You asked for |You ask /);
		expect(content).toContain(`what ${name} said to you`);
		if (index > 40) return;
	}
});

test.each([
	['lead', 20],
	['notice', 10],
])('the scene is begun with another %s from scene to scene, whatever its labels', (heading, fewest) => {
	const sentences = [...(promptBook.wording.get(heading)?.values() ?? [])];
	const drawn = draws();
	const begun = promptsOf('dialogue', 'short').map((content, index) => {
		const {name, hookObject} = drawn[index] as Draw;
		return sentences.findIndex(sentence =>
			content.includes(
				sentence
					.replaceAll('{{name}}', name)
					.replaceAll('{{hook_word}}', 'box')
					.replaceAll('{{hook_object}}', hookObject),
			),
		);
	});
	expect(sentences.length).toBeGreaterThan(fewest);
	expect(begun.slice(0, sentences.length).sort((one, other) => one - other)).toEqual([...sentences.keys()]);
	for (const sentence of sentences.keys()) {
		const told = drawn.filter((_, index) => begun[index] === sentence);
		expect(new Set(told.map(({cell}) => cell.complexity)).size).toBe(8);
		expect(new Set(told.map(({cell}) => cell.authenticity)).size).toBe(4);
	}
});

test('no stretch of a lead or notice is so long that repeating it counts as a copy', () => {
	const stretches = ['lead', 'notice'].flatMap(heading =>
		[...(promptBook.wording.get(heading)?.values() ?? [])].flatMap(text => text.split(/\{\{[a-z_]+\}\}/u)),
	);
	expect(stretches.length).toBeGreaterThan(60);
	expect(stretches.filter(stretch => splitWords(stretch).length >= copiedRunLength)).toEqual([]);
});

test('a prompt that asks for a lead where none is written is a mistake, said before a run', () => {
	const wording = (promptTexts['wording.md'] as string).replace(/# lead\n[\s\S]*$/u, '');
	expect(() => parsePromptBook({...promptTexts, 'wording.md': wording}, 'x')).toThrow(/`lead`/u);
	const dialogue = (promptTexts['dialogue.md'] as string).replace(/\{\{(?:lead|notice)\}\}/gu, '');
	const ofEarlierRun = {...promptTexts, 'wording.md': wording, 'dialogue.md': dialogue};
	expect(() => parsePromptBook(ofEarlierRun, 'x')).not.toThrow();
});

test('styles, openings, senses, actions and venues all come round before one comes again', () => {
	for (const key of ['style', 'opening', 'sense', 'action', 'venue'] as const) {
		const size = promptBook.world[`${key}s`].length;
		const first = draws().slice(0, size);
		expect(new Set(first.map(draw => draw[key])).size).toBe(size);
	}
});

test('an example of the notes that is repeated word for word is sent back', async () => {
	const drawAt = createDrawer({seed: 11, order: 'balanced', world: promptBook.world});
	const draw = drawAt(0);
	const engine = createRehearsalEngine();
	const write = async (step: 'tension' | 'dialogue', made: StepOutputs) => {
		const {text} = await engine.generate({
			brief: {step, draw, outputs: made},
			messages: [],
			sampling: {temperature: 1, topP: 1, topK: 1, repeatPenalty: 1},
			seed: 3,
			maxTokens: 300,
			contextTokens: 4096,
			signal: new AbortController().signal,
		});
		return text;
	};
	const tension = JSON.parse(await write('tension', {})) as NonNullable<StepOutputs['tension']>;
	const prose = await write('dialogue', {tension});
	const copied = prose.split(/(?<=[.!?]["”]?) /).find(sentence => sentence.split(' ').length > 7) as string;
	const untouched = {
		findCopiedRun: () => undefined,
		findOverused: () => undefined,
		findNearCopy: () => undefined,
	};
	const subject = {draw, outputs: {tension}, prompt: '', ...untouched};
	const reply = {text: prose, finish: 'stop'} as const;
	expect(dialogueStep.check(reply, subject).ok).toBe(true);
	const {findIn} = createPromptRuns([`{{name}} says: ${copied}`]);
	const verdict = dialogueStep.check(reply, {...subject, findCopiedRun: findIn});
	expect(verdict).toMatchObject({ok: false, next: 'repair'});
	expect(verdict.ok || verdict.reason).toContain('repeats the notes (`');
});
