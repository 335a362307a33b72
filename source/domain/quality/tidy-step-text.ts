import {normaliseTypography} from './normalise-typography.js';
import {findSentenceEnds} from './trim-prose.js';

const breakOff = /(?:\.\.\.|…|[,;:–—-])$/u;
/** No sentence ends with these, whether it was cut off or not. */
const surelyDangling = /(?:\s+(?:and|but|or|because|the|an?))+$/u;
/** Nor, where something is missing, with these, though whole ones do: "who the key is for". */
const dangling =
	/(?:\s*(?:\.\.\.|…|[,;:–—-])|\s+(?:and|but|or|that|because|to|the|an?|of|with|in|for|who|which|(?:mr|mrs|ms|dr|st|no)\.))+$/iu;
const shortestRest = 15;
const fewestWords = 3;

/**
 * A text field as it goes into the record: typography evened out, ends trimmed. A sentence that was cut off by the length
 * of the field or the reply (`isCutOff`), or breaks off before a word that must follow, is cut back to the last whole one
 * or, where there is none, to before its dangling end. Undefined where too little is left to mean anything.
 */
export function tidyStepText(value: string, {isCutOff}: {isCutOff: boolean}): string | undefined {
	const text = evenBlanks(normaliseTypography(value)).trim();
	const rest = dropBrokenEnd(text, isCutOff);
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

function dropBrokenEnd(text: string, isCutOff: boolean): string {
	const isMissing = isCutOff || breakOff.test(text);
	// Most texts end with a full stop: no word dangles there.
	if (!isMissing && !/[a-z]/u.test(text.at(-1) ?? '')) return text;
	const rest = text.replace(isMissing ? dangling : surelyDangling, '');
	const lostWord = /\p{L}/u.test(text.slice(rest.length));
	if (!isCutOff && !lostWord) return rest;
	const whole = text.slice(
		0,
		findSentenceEnds(text.replace(/\.\.\.|…/gu, dots => ' '.repeat(dots.length))).at(-1) ?? 0,
	);
	return whole.length >= shortestRest ? whole : rest;
}
