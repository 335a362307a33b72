import {expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import {modelSteps, type StepOutputs} from '../../source/domain/step-outputs.js';
import {buildMessages} from '../../source/pipeline/build-messages.js';
import {UnwrittenError, UserError} from '../../source/pipeline/errors.js';
import {fillPrompt, listPlaceholders} from '../../source/pipeline/fill-prompt.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {createPromptValues, placeholderNames} from '../../source/pipeline/prompt-values.js';
import type {Telling} from '../../source/pipeline/scene-families.js';
import {promptBook, promptTexts} from '../helpers/run-fixture.js';

const draw = createDrawer({seed: 7, order: 'balanced', world: promptBook.world})(0);

const outputs: Required<StepOutputs> = {
	primitives: {
		background: 'Grew up over the shop.',
		speaking_voice: 'Short and dry.',
		daily_life: 'Up at four.',
	},
	context: {
		situation_description: 'The player wants help with a move.',
		capacity_factors: [{factor: 'bad sleep', description: 'Two nights awake.'}],
	},
	tension: {
		hook_element: `${draw.hookObject} lay there.`,
		subtext: 'Money is short.',
		internal_conflict: 'Help, or rest.',
		relevant_memories: ['They carried a sofa once.'],
		setting_context: 'The bakery after closing.',
		primary_action: 'fold a receipt',
	},
	dialogue: {prose: 'You came in.', trimmed: false},
};

test('placeholders are replaced, with blanks in the braces or not, and dollar signs stay', () => {
	const values = (name: string) => ({name: 'Ada', reason: '$1 $& $$'})[name];
	expect(fillPrompt('{{name}} and {{ name }}: {{reason}}', values)).toBe('Ada and Ada: $1 $& $$');
	expect(listPlaceholders('{{a}} {{ b_c }} {d} {{E}}')).toEqual(['a', 'b_c']);
});

test('a placeholder without a value is an error of ours', () => {
	const values = createPromptValues({draw, outputs}, promptBook);
	expect(() => fillPrompt('{{nobody}}', values)).toThrow(UnwrittenError);
	expect(() => fillPrompt('{{constructor}}', values)).toThrow(UnwrittenError);
});

test('every name that prompts may use has a value', () => {
	for (const made of [outputs, {}]) {
		const values = createPromptValues({draw, outputs: made}, promptBook);
		for (const name of placeholderNames) expect(values(name)).toBeTypeOf('string');
	}
});

test.each([
	['university administrator', 'a university administrator'],
	['union representative', 'a union representative'],
	['usher', 'an usher'],
	['uninsured driver', 'an uninsured driver'],
	['hour-rate cleaner', 'an hour-rate cleaner'],
	['one-man band', 'a one-man band'],
	['electrician', 'an electrician'],
	['Baker', 'a Baker'],
])('the article of %s goes by its sound', (occupation, told) => {
	const values = createPromptValues({draw: {...draw, occupation}, outputs}, promptBook);
	expect(values('occupation_with_article')).toBe(told);
});

test.each(modelSteps)('no placeholder is left in the messages of %s, in either form', step => {
	for (const form of ['full', 'short'] as const) {
		const messages = buildMessages({step, draw, outputs, book: promptBook, form});
		expect(messages.map(({role}) => role)).toEqual(['system', 'user']);
		for (const {content} of messages) expect(content).not.toMatch(/\{\{|\}\}|undefined/);
	}
});

test('the short form too says what the siblings made, and what limit or help is wanted', () => {
	const ask = (step: 'tension' | 'dialogue', tellings: Telling[]) =>
		buildMessages({step, draw, outputs, book: promptBook, form: 'short', tellings})[1]?.content as string;
	const telling = {planIndex: 1, tension: outputs.tension, prose: 'Rain had got into the hall.'};
	expect(ask('tension', [telling])).toContain(outputs.tension.hook_element);
	expect(ask('dialogue', [telling])).toContain('Rain had got into the hall.');
	expect(ask('dialogue', [])).not.toContain('Rain');
	expect(ask('dialogue', [])).toMatch(/cannot give all of it|could give this|can give this/u);
});

test('what is known starts the same in every step, so that a server can take it from its cache', () => {
	const values = createPromptValues({draw, outputs}, promptBook);
	const known = modelSteps.map(step => fillPrompt(promptBook.steps[step].known, values));
	for (const [index, step] of modelSteps.entries()) {
		const [system, user] = buildMessages({step, draw, outputs, book: promptBook, form: 'full'});
		expect(system?.content).toBe(fillPrompt(promptBook.system, values));
		expect(user?.content.startsWith(known.slice(0, index + 1).join('\n\n'))).toBe(true);
	}
});

test('braces that a model wrote are text: neither filled nor an error', () => {
	const tricky = {
		...outputs,
		primitives: {...outputs.primitives, background: 'Says {{name}} and {{bogus}} a lot.'},
	};
	const [, user] = buildMessages({step: 'context', draw, outputs: tricky, book: promptBook, form: 'full'});
	expect(user?.content).toContain('bogus');
	expect(user?.content).not.toContain(`Says ${draw.name}`);
});

function bookWithout(change: (texts: Record<string, string>) => void): () => unknown {
	const texts = {...promptTexts};
	change(texts);
	return () => parsePromptBook(texts, 'f'.repeat(16));
}

function mistakeOf(parse: () => unknown): UserError {
	try {
		parse();
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		return error as UserError;
	}
	throw new Error('no mistake was found');
}

const promptFiles = Object.keys(promptTexts).filter(path => path.endsWith('.md'));

test.each(promptFiles)('a prompt that is missing or empty is named: %s', file => {
	const missing = mistakeOf(
		bookWithout(texts => {
			delete texts[file];
		}),
	);
	const empty = mistakeOf(
		bookWithout(texts => {
			texts[file] = ' \n';
		}),
	);
	for (const {message, hint} of [missing, empty]) {
		expect(message).toContain(file);
		expect(hint).not.toBe('');
	}
});

test.each(Object.keys(promptTexts))('a placeholder that nothing fills is named with its file: %s', file => {
	const {message} = mistakeOf(
		bookWithout(texts => {
			texts[file] = `${texts[file]}\n{{unheard_of}}\n`;
		}),
	);
	expect(message).toContain(file);
	expect(message).toContain('{{unheard_of}}');
});

test('a prompt without its parts is named', () => {
	const {message} = mistakeOf(
		bookWithout(texts => {
			texts['tension.md'] = 'Write the tension of {{name}}.';
		}),
	);
	expect(message).toContain('tension.md');
	expect(message).toContain('=== task ===');
});

test('missing words for something that can be drawn are named', () => {
	const {message, hint} = mistakeOf(
		bookWithout(texts => {
			texts['wording.md'] = (texts['wording.md'] as string).replace(/^# urgency$/m, '# hurry');
		}),
	);
	expect(message).toContain('`urgency: routine`');
	expect(hint).toContain('# urgency');
});

test('a world list that is missing is the mistake of the user', () => {
	const {message} = mistakeOf(
		bookWithout(texts => {
			delete texts['world/names.txt'];
		}),
	);
	expect(message).toContain('names.txt');
});
