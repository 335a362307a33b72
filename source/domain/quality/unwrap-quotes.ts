import {pastVerbs} from './narration-verbs.js';
import {readWords} from './read-words.js';

const marks = /["“”]/gu;

/**
 * The text without quote marks around the whole of it, where one still begins with narration: the next mark opens
 * speech, or there is none. The closing mark may be missing, where the reply was ended before it.
 */
export function unwrapQuotes(text: string): string {
	if (!/^["“]/u.test(text)) return text;
	const rest = text.slice(1);
	const inner = [...rest.matchAll(marks)].map(({index}) => index);
	const next = inner[0] ?? rest.length - 1;
	if (next < rest.length - 1 && !(opensSpeech(rest, next) && isNarration(rest.slice(0, next)))) return text;
	return /["”]$/u.test(rest) && isUnbalanced(rest) ? rest.slice(0, -1).trimEnd() : rest;
}

function opensSpeech(text: string, at: number): boolean {
	return text[at] === '“' || (text[at] === '"' && /\s["]\p{Lu}/u.test(text.slice(at - 1, at + 2)));
}

/** Not speech whose closing mark was forgotten, nor a paragraph of speech that goes on in the next. */
function isNarration(text: string): boolean {
	if (text.includes('\n') || /\b(?:I|me|my)\b/u.test(text)) return false;
	return readWords(text).some(({text: word}) => pastVerbs.has(word));
}

function isUnbalanced(text: string): boolean {
	const count = (mark: string) => text.split(mark).length - 1;
	return count('"') % 2 === 1 || count('”') > count('“');
}
