import {countWords} from '../../domain/count-words.js';
import type {Draw} from '../../domain/draw.js';
import {proseLimits} from '../../domain/quality/trim-prose.js';
import type {Random} from '../../domain/random.js';
import type {Tension} from '../../domain/step-outputs.js';
import {chooseHook, tellHook} from './choose-hook.js';
import pairs from './pairs.json' with {type: 'json'};
import scenes from './scenes.json' with {type: 'json'};
import {fillTemplate, type TemplateValues, templateValues} from './template-values.js';
import {writeClosing} from './write-closing.js';

type DialogueSubject = {draw: Draw; tension: Tension | undefined; random: Random};

const mostTries = 200;
/** Lengths are spread from here to the limit, so that the set does not learn one length. */
const shortestAim = 84;

/** The prose of one interaction: 60-120 words, third person, past tense, true to the pair of labels and to the gap. */
export function writeDialogue(subject: DialogueSubject): string {
	const wanted = subject.random.integer(shortestAim, proseLimits.maxWords);
	let best = '';
	for (let attempt = 0; attempt < mostTries; attempt++) {
		const most = Math.min(proseLimits.maxWords, wanted + attempt);
		const prose = fitWords(composeScene(subject), most);
		const words = countWords(prose);
		if (words >= proseLimits.minWords && words <= most) return prose;
		if (best === '' || words < countWords(best)) best = prose;
	}
	return best;
}

/** Sentences in the order they are told; the higher `spare`, the sooner one is left out. */
type Part = {text: string; spare: number};

function fitWords(parts: Part[], mostWords: number): string {
	let kept = parts;
	for (const [spare, most] of [
		[3, mostWords],
		[2, mostWords],
		[1, proseLimits.maxWords],
	] as const) {
		if (countWords(joinParts(kept)) > most) kept = kept.filter(part => part.spare !== spare);
	}
	return joinParts(kept);
}

function joinParts(parts: Part[]): string {
	return parts
		.map(part => part.text)
		.filter(text => text !== '')
		.join(' ');
}

function composeScene(subject: DialogueSubject): Part[] {
	const {draw, random} = subject;
	const values = templateValues(draw);
	const pick = (list: readonly string[]) => fillTemplate(random.pick(list), values);
	const pair = pairLines(draw);
	const opening = pick(openingsFor(draw.opening, random));
	const parts = {
		opening: {text: opening, spare: 0},
		sense: {text: opening.includes(values.sense ?? '') ? '' : pick(scenes.senseAlone), spare: 1},
		ask: {text: pick(scenes.asks[draw.requestType]), spare: 0},
		action: {text: writeAction(random, values), spare: 0},
		said: {text: pick(pair.said), spare: 0},
		did: {text: pick(pair.did), spare: 2},
		hook: {text: writeHook({...subject, values}), spare: 0},
		closing: {text: writeClosing({draw, random, values}), spare: 0},
		ending: {text: pick(scenes.endings), spare: 3},
	};
	return random.pick(partOrders).map(name => parts[name]);
}

type PartName = 'opening' | 'sense' | 'ask' | 'action' | 'said' | 'did' | 'hook' | 'closing' | 'ending';

const partOrders: readonly PartName[][] = [
	['opening', 'sense', 'ask', 'action', 'said', 'did', 'hook', 'closing', 'ending'],
	['opening', 'ask', 'said', 'action', 'sense', 'did', 'hook', 'closing', 'ending'],
	['opening', 'hook', 'ask', 'action', 'sense', 'said', 'did', 'closing', 'ending'],
	['opening', 'sense', 'ask', 'action', 'hook', 'said', 'did', 'closing', 'ending'],
	['opening', 'action', 'ask', 'said', 'hook', 'sense', 'did', 'closing', 'ending'],
];

function pairLines(draw: Draw): {said: string[]; did: string[]} {
	const {complexity, authenticity} = draw.cell;
	const pull =
		complexity === 'misjudgment'
			? (`misjudgment-${draw.misjudgmentDirection ?? 'over'}` as const)
			: complexity;
	return pairs[pull][authenticity];
}

/** The drawn opening is a sentence for a language model; its words tell which of our kinds comes closest. */
function openingsFor(opening: string, random: Random): string[] {
	const {speech, sense, place} = scenes.openings;
	if (/\b(?:spoken|saying|speaking|answer(?:ing)?|ask(?:ing)?|correcting|laughing)\b/u.test(opening))
		return speech;
	if (/\b(?:sound|smell|light|temperature|machine|weather|wrong|notices)\b/u.test(opening)) return sense;
	return random.pick([place, sense, speech, place]);
}

function writeAction(random: Random, values: TemplateValues): string {
	const isToldInPast = values.actionPast !== '';
	const list = isToldInPast && random.integer(0, 3) > 0 ? scenes.actions.past : scenes.actions.base;
	return fillTemplate(random.pick(list), values);
}

function writeHook(subject: DialogueSubject & {values: TemplateValues}): string {
	const planned = subject.tension?.hook_element;
	return planned === undefined
		? fillTemplate(chooseHook(subject.draw, subject.random).prose, subject.values)
		: tellHook({...subject, planned});
}
