import {normaliseTypography} from './normalise-typography.js';

const sentenceEnd = /[.!?]["”'’)]*(?=\s|$)/gu;
const finished = /[.!?]["”'’)]*$/u;
const danglingEnd =
	/(?:\s*(?:\.\.\.|…|[,;:–—-])|\s+(?:and|but|or|that|because|to|the|a|an|of|with|in|for|who|which))+$/iu;
const shortestRest = 15;
const fewestWords = 3;

/**
 * A text field as it goes into the record: typography evened out, ends trimmed, and a sentence that ran into the field's
 * length cut back to the last whole one or, where there is none, to before its dangling end. Undefined where too little
 * is left to mean anything.
 */
export function tidyStepText(value: string): string | undefined {
	const text = evenBlanks(normaliseTypography(value)).trim();
	const rest = finished.test(text) && !text.endsWith('...') ? text : cutBack(text);
	const isEnough = countParts(rest) >= Math.min(fewestWords, countParts(text));
	return rest !== '' && isEnough ? rest : undefined;
}

function evenBlanks(text: string): string {
	return /\s\s|[^\S ]/u.test(text) ? text.replace(/\s+/gu, ' ') : text;
}

function countParts(text: string): number {
	let parts = 1;
	for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) parts++;
	return parts;
}

function cutBack(text: string): string {
	const end = [...text.replace(/(?:\.\.\.|…)/gu, '   ').matchAll(sentenceEnd)].at(-1);
	const whole = end ? text.slice(0, end.index + end[0].length) : '';
	return whole.length >= shortestRest ? whole : text.replace(danglingEnd, '');
}
