import {type Draw, supportGap} from '../domain/draw.js';
import {supportReach} from '../domain/parameter-space.js';
import {hookWords} from '../domain/quality/hook-words.js';
import type {WornThing} from '../domain/quality/variety-meter.js';
import type {StepOutputs} from '../domain/step-outputs.js';
import {describeTemperament} from '../domain/temperament.js';
import {describeWorn} from './describe-worn.js';
import {asPlainText, type PromptValues} from './fill-prompt.js';
import type {PromptBook} from './prompt-book.js';
import type {Telling} from './scene-families.js';

type Wording = Pick<PromptBook, 'wording' | 'labels'>;

/** What is known of an interaction; `tellings`: what its siblings made of the same scene; `worn`: what comes back too often in the run. */
export type KnownSoFar = {
	draw: Draw;
	outputs: StepOutputs;
	tellings?: Telling[];
	worn?: readonly WornThing[];
};

/** Everything that a prompt may name, in words, for one interaction as far as it has been made. */
export function createPromptValues(known: KnownSoFar, book: Wording): PromptValues {
	const {draw, outputs, tellings = [], worn = []} = known;
	return {
		...valuesOfDraw(draw, book),
		...outputValues(outputs),
		...differValues(tellings, book),
		// Only where a prompt asks for it, which most do not.
		get avoid() {
			return describeWorn(worn, {book, name: draw.name});
		},
		hook_word: outputs.tension ? chooseHookWord(outputs.tension.hook_element, draw) : '',
		reason: '',
		told: '',
	};
}

const knownValues = new WeakMap<Draw, {book: Wording; values: PromptValues}>();

/** What holds for all steps of an interaction, worked out once. */
function valuesOfDraw(draw: Draw, book: Wording): PromptValues {
	const known = knownValues.get(draw);
	if (known?.book === book) return known.values;
	const values = {
		...personValues(draw, book),
		...situationValues(draw, book),
		...labelValues(draw, book),
		notice: rotate('notice', draw, book),
		lead: rotate('lead', draw, book),
	};
	knownValues.set(draw, {book, values});
	return values;
}

/** The names of all values above; prompts are checked against them before a run starts. */
export const placeholderNames: ReadonlySet<string> = new Set([
	...['name', 'pronouns', 'age_band', 'occupation', 'occupation_with_article', 'temperament', 'relationship'],
	...['subject', 'subject_capital', 'object', 'possessive', 'talks', 'handles', 'does', 'lives'],
	...['time_of_day', 'venue', 'request', 'topic', 'urgency', 'drains', 'first_drain', 'factor_count'],
	...['hook_object', 'hook_meaning', 'sense', 'action', 'opening', 'style', 'reach', 'limit_or_help'],
	...['capacity_meaning', 'complexity_meaning', 'authenticity_meaning', 'pair_meaning'],
	...['differ_plan', 'differ_prose', 'avoid', 'told'],
	...['background', 'speaking_voice', 'daily_life', 'situation_description', 'capacity_factors'],
	...['hook_element', 'subtext', 'internal_conflict', 'relevant_memories', 'setting_context'],
	...['primary_action', 'hook_word', 'notice', 'lead', 'reason'],
]);

function personValues(draw: Draw, book: Wording): PromptValues {
	const subject = word(book, 'subject', draw.pronouns);
	return {
		name: draw.name,
		pronouns: draw.pronouns,
		age_band: draw.ageBand,
		occupation: draw.occupation,
		occupation_with_article: withArticle(draw.occupation),
		temperament: describeTemperament(draw.ocean, (heading, value) => word(book, heading, value)),
		relationship: word(book, 'relationship', String(draw.relationshipLevel)),
		subject,
		subject_capital: subject.charAt(0).toUpperCase() + subject.slice(1),
		object: word(book, 'object', draw.pronouns),
		possessive: word(book, 'possessive', draw.pronouns),
		talks: word(book, 'talks', draw.pronouns),
		handles: word(book, 'handles', draw.pronouns),
		does: word(book, 'does', draw.pronouns),
		lives: word(book, 'lives', draw.pronouns),
	};
}

function withArticle(noun: string): string {
	return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function situationValues(draw: Draw, book: Wording): PromptValues {
	const gap = supportGap(draw) > supportReach ? 'beyond' : 'within';
	const offers = ['authentic', 'excellent'].includes(draw.cell.authenticity);
	return {
		time_of_day: draw.timeOfDay,
		venue: draw.venue,
		request: word(book, 'request', draw.requestType),
		topic: draw.subject,
		urgency: word(book, 'urgency', draw.urgency),
		drains: draw.drains.join('; '),
		first_drain: draw.drains[0] ?? '',
		factor_count: String(draw.factorImpacts.length),
		hook_object: draw.hookObject,
		hook_meaning: word(book, 'hook', draw.hookType),
		sense: draw.sense,
		action: draw.action,
		opening: draw.opening,
		style: draw.style,
		reach: word(book, 'reach', gap),
		limit_or_help: word(book, 'limit_or_help', offers ? `${gap}_with_alternative` : gap),
	};
}

function labelValues(draw: Draw, book: Wording): PromptValues {
	const {complexity, authenticity, capacity} = draw.cell;
	const direction = draw.misjudgmentDirection;
	const complexityMeaning = book.labels.complexity[complexity];
	return {
		capacity_meaning: book.labels.capacity[capacity],
		complexity_meaning: direction
			? `${complexityMeaning} ${book.labels.misjudgment[direction]}`
			: complexityMeaning,
		authenticity_meaning: book.labels.authenticity[authenticity],
		pair_meaning: book.labels.pairs(complexity, authenticity),
	};
}

/** One of the sentences that a scene may be begun with, another from scene to scene: a model goes on as it was begun. */
function rotate(heading: string, {planIndex}: Draw, {wording}: Wording): string {
	const sentences = [...(wording.get(heading)?.values() ?? [])];
	return sentences[planIndex % sentences.length] ?? '';
}

const mostTellings = 4;
const wordsOfTelling = 14;

/** Empty for the first of a family and where there is no family. The template is filled here: it holds model text. */
function differValues(tellings: Telling[], book: Wording): PromptValues {
	const latest = tellings.slice(-mostTellings);
	const plans = latest.flatMap(({tension}) => (tension ? [shorten(tension.hook_element)] : []));
	const openings = latest.flatMap(({prose}) => (prose === undefined ? [] : [shorten(prose)]));
	return {
		differ_plan: fillDiffer(book, {value: 'plan', told: plans}),
		differ_prose: fillDiffer(book, {value: 'prose', told: openings}),
	};
}

function fillDiffer(book: Wording, {value, told}: {value: string; told: string[]}): string {
	const template = word(book, 'differ', value);
	if (told.length === 0 || template === '') return '';
	return ` ${template.replace('{{told}}', () => told.map(text => asPlainText(`"${text}"`)).join('; '))}`;
}

function shorten(text: string): string {
	const words = text.trim().split(/\s+/u);
	return words.length > wordsOfTelling ? `${words.slice(0, wordsOfTelling).join(' ')} …` : text.trim();
}

function outputValues({primitives, context, tension}: StepOutputs): PromptValues {
	const factors = context?.capacity_factors.map(({factor, description}) => `${factor}: ${description}`);
	return {
		background: asPlainText(primitives?.background ?? ''),
		speaking_voice: asPlainText(primitives?.speaking_voice ?? ''),
		daily_life: asPlainText(primitives?.daily_life ?? ''),
		situation_description: asPlainText(context?.situation_description ?? ''),
		capacity_factors: asPlainText(factors?.join(' ') ?? ''),
		hook_element: asPlainText(tension?.hook_element ?? ''),
		subtext: asPlainText(tension?.subtext ?? ''),
		internal_conflict: asPlainText(tension?.internal_conflict ?? ''),
		relevant_memories: asPlainText(tension?.relevant_memories.join(' ') ?? ''),
		setting_context: asPlainText(tension?.setting_context ?? ''),
		primary_action: asPlainText(tension?.primary_action ?? ''),
	};
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
