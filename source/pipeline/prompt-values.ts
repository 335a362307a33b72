import {createDeck} from '../domain/create-deck.js';
import {type Draw, supportGap} from '../domain/draw.js';
import {supportReach} from '../domain/parameter-space.js';
import {hookWords} from '../domain/quality/hook-words.js';
import type {WornThing} from '../domain/quality/variety-meter.js';
import type {Sections} from '../domain/read-sections.js';
import type {StepOutputs} from '../domain/step-outputs.js';
import {describeTemperament} from '../domain/temperament.js';
import {describeWorn} from './describe-worn.js';
import {asPlainText, type PromptValues} from './fill-prompt.js';
import type {PromptBook} from './prompt-book.js';
import {rotatedHeadings} from './rotated-headings.js';
import type {Telling} from './scene-families.js';

type Wording = Pick<PromptBook, 'wording' | 'labels'>;

/** What is known of an interaction; `tellings`: what its siblings made of the same scene; `worn`: what comes back too often in the run. */
export type KnownSoFar = {
	draw: Draw;
	outputs: StepOutputs;
	tellings?: Telling[];
	worn?: readonly WornThing[];
	/** Why the last reply cannot be used. */
	reason?: string;
};

/** Everything that a prompt may name, in words, for one interaction as far as it has been made; worked out when asked for. */
export function createPromptValues(known: KnownSoFar, book: Wording): PromptValues {
	const ofDraw = valuesOfDraw(known.draw, book);
	return name => later.get(name)?.(known, book) ?? ofDraw(name);
}

const rememberedValues = new WeakMap<Draw, {book: Wording; values: PromptValues}>();

/** What holds for all steps of an interaction, worked out once. */
function valuesOfDraw(draw: Draw, book: Wording): PromptValues {
	const remembered = rememberedValues.get(draw);
	if (remembered?.book === book) return remembered.values;
	const made = new Map<string, string>();
	const values: PromptValues = name => {
		const value = made.get(name) ?? drawn.get(name)?.(draw, book);
		if (value !== undefined) made.set(name, value);
		return value;
	};
	rememberedValues.set(draw, {book, values});
	return values;
}

type Makers<Subject> = ReadonlyMap<string, (subject: Subject, book: Wording) => string>;

const inWords =
	(heading: string, read: (draw: Draw) => string) =>
	(draw: Draw, book: Wording): string =>
		word(book, heading, read(draw));

const pronounValues = ['subject', 'object', 'possessive', 'talks', 'handles', 'does', 'lives'].map(
	heading => [heading, inWords(heading, ({pronouns}) => pronouns)] as const,
);

/** By what was drawn. */
const drawn: Makers<Draw> = new Map<string, (draw: Draw, book: Wording) => string>([
	['name', ({name}) => name],
	['pronouns', ({pronouns}) => pronouns],
	['age_band', ({ageBand}) => ageBand],
	['occupation', ({occupation}) => occupation],
	['occupation_with_article', ({occupation}) => withArticle(occupation)],
	['temperament', ({ocean}, book) => describeTemperament(ocean, (trait, value) => word(book, trait, value))],
	['relationship', inWords('relationship', ({relationshipLevel}) => String(relationshipLevel))],
	...pronounValues,
	['subject_capital', (draw, book) => capitalise(word(book, 'subject', draw.pronouns))],
	['time_of_day', ({timeOfDay}) => timeOfDay],
	['venue', ({venue}) => venue],
	['request', inWords('request', ({requestType}) => requestType)],
	['topic', ({subject}) => subject],
	['urgency', inWords('urgency', ({urgency}) => urgency)],
	['drains', ({drains}) => drains.join('; ')],
	['first_drain', ({drains}) => drains[0] ?? ''],
	['factor_count', ({factorImpacts}) => String(factorImpacts.length)],
	['hook_object', ({hookObject}) => hookObject],
	['hook_meaning', inWords('hook', ({hookType}) => hookType)],
	['sense', ({sense}) => sense],
	['action', ({action}) => action],
	['opening', ({opening}) => opening],
	['style', ({style}) => style],
	['reach', inWords('reach', reachOf)],
	['limit_or_help', inWords('limit_or_help', limitOrHelp)],
	['capacity_meaning', ({cell}, {labels}) => labels.capacity[cell.capacity]],
	['complexity_meaning', describeComplexity],
	['authenticity_meaning', ({cell}, {labels}) => labels.authenticity[cell.authenticity]],
	['pair_meaning', ({cell}, {labels}) => labels.pairs(cell.complexity, cell.authenticity)],
	...rotatedHeadings.map(heading => [heading, rotate(heading)] as const),
]);

/** By what has been made so far, of this scene and of others. */
const later: Makers<KnownSoFar> = new Map<string, (known: KnownSoFar, book: Wording) => string>([
	['differ_plan', describeTellings('plan', ({tension}) => tension?.hook_element)],
	['differ_prose', describeTellings('prose', ({prose}) => prose)],
	['avoid', ({draw, worn = []}, book) => describeWorn(worn, {book, name: draw.name})],
	['background', ofStep('primitives', ({background}) => background)],
	['speaking_voice', ofStep('primitives', voice => voice.speaking_voice)],
	['daily_life', ofStep('primitives', life => life.daily_life)],
	['situation_description', ofStep('context', context => context.situation_description)],
	['capacity_factors', ofStep('context', context => describeFactors(context.capacity_factors))],
	['hook_element', ofStep('tension', tension => tension.hook_element)],
	['subtext', ofStep('tension', ({subtext}) => subtext)],
	['internal_conflict', ofStep('tension', tension => tension.internal_conflict)],
	['relevant_memories', ofStep('tension', tension => tension.relevant_memories.join(' '))],
	['setting_context', ofStep('tension', tension => tension.setting_context)],
	['primary_action', ofStep('tension', tension => tension.primary_action)],
	['hook_word', ({draw, outputs: {tension}}) => (tension ? chooseHookWord(tension.hook_element, draw) : '')],
	['reason', ({reason = ''}) => asPlainText(reason)],
	['told', () => ''],
]);

/** The names of all values above; prompts are checked against them before a run starts. */
export const placeholderNames: ReadonlySet<string> = new Set([...drawn.keys(), ...later.keys()]);

/** By sound: a university, a one-man band; an hour. */
function withArticle(noun: string): string {
	const isVowel = /^(?:[aeiou]|hono|honest|hour|heir)/iu.test(noun);
	const soundsOtherwise = /^(?:uni(?![mn])|us[aeu]|ut[ei]|uro|eu|ewe|one\b|once\b)/iu.test(noun);
	return `${isVowel && !soundsOtherwise ? 'an' : 'a'} ${noun}`;
}

function capitalise(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function reachOf(draw: Draw): 'beyond' | 'within' {
	return supportGap(draw) > supportReach ? 'beyond' : 'within';
}

function limitOrHelp(draw: Draw): string {
	const offers = ['authentic', 'excellent'].includes(draw.cell.authenticity);
	return offers ? `${reachOf(draw)}_with_alternative` : reachOf(draw);
}

function describeComplexity({cell, misjudgmentDirection: direction}: Draw, {labels}: Wording): string {
	const meaning = labels.complexity[cell.complexity];
	return direction ? `${meaning} ${labels.misjudgment[direction]}` : meaning;
}

/**
 * One of the sentences that a scene may be begun with, another from scene to scene: a model goes on as it was begun. Shuffled
 * for each round: cells come in rounds too, and a sentence must not tell the label.
 */
function rotate(heading: string) {
	const decks = new WeakMap<Sections, (position: number) => string>();
	return ({planIndex}: Draw, {wording}: Wording): string => {
		const items = [...(wording.get(heading)?.values() ?? [])];
		if (items.length === 0) return '';
		const deal = decks.get(wording) ?? createDeck({seed: 0, key: heading, items});
		decks.set(wording, deal);
		return deal(planIndex);
	};
}

/** Empty as long as the step has not been made. */
function ofStep<Key extends keyof StepOutputs>(
	step: Key,
	read: (output: NonNullable<StepOutputs[Key]>) => string,
) {
	return ({outputs}: KnownSoFar): string => {
		const output = outputs[step];
		return output ? asPlainText(read(output)) : '';
	};
}

function describeFactors(factors: NonNullable<StepOutputs['context']>['capacity_factors']): string {
	return factors.map(({factor, description}) => `${factor}: ${description}`).join(' ');
}

const mostTellings = 4;
const wordsOfTelling = 14;

/** Empty for the first of a family and where there is no family. The template is filled here: it holds model text. */
function describeTellings(value: string, read: (telling: Telling) => string | undefined) {
	return ({tellings = []}: KnownSoFar, book: Wording): string => {
		const told = tellings.slice(-mostTellings).flatMap(telling => read(telling) ?? []);
		const template = word(book, 'differ', value);
		if (told.length === 0 || template === '') return '';
		return ` ${template.replace('{{told}}', () => told.map(text => asPlainText(`"${shorten(text)}"`)).join('; '))}`;
	};
}

function shorten(text: string): string {
	const words = text.trim().split(/\s+/u);
	return words.length > wordsOfTelling ? `${words.slice(0, wordsOfTelling).join(' ')} …` : text.trim();
}

/** The word that the prose is asked for: what the drawn thing is called, where the hook names it, else the hook's longest. */
function chooseHookWord(hookElement: string, draw: Draw): string {
	const words = hookWords(hookElement, draw.name);
	const thing = hookWords(nameOfThing(draw.hookObject), draw.name).at(-1);
	if (thing !== undefined && words.includes(thing)) return thing;
	const ofObject = new Set(hookWords(draw.hookObject, draw.name));
	const shared = words.filter(candidate => ofObject.has(candidate));
	const candidates = shared.length > 0 ? shared : words;
	return candidates.reduce((best, next) => (next.length > best.length ? next : best), '');
}

/** "an unopened letter" of "an unopened letter from the council". */
function nameOfThing(object: string): string {
	return (
		object.split(
			/,|\s(?:of|from|with|without|on|in|at|to|for|by|under|that|who|still|never|past|not|missing|dated|made|signed|tied|labelled|addressed|written|marked|cut|torn|left|kept)\b/iu,
		)[0] ?? object
	);
}

function word(book: Wording, heading: string, value: string): string {
	return book.wording.get(heading)?.get(value) ?? '';
}
