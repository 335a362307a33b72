import {isAfterword, isIntroduction, namesThePaper} from './chatter.js';
import {findQuotedSpans} from './split-speech.js';

/** Characters; what is longer introduces nothing. */
const longestIntroduction = 240;
const longestTitleLine = 40;
const lineEnd = /[.!?:…]["”'’)*_]*$|^\s*[#*[`-]/u;

/** Where an introduction may end: with its paragraph, its line or, on one line with the prose, a colon. */
const introductionEnds: ReadonlyArray<{pattern: RegExp; fits: (first: string) => boolean}> = [
	{pattern: /\s*\n\s*\n\s*(?=\S)/u, fits: () => true},
	{pattern: /\s*\n\s*(?=\S)/u, fits: line => lineEnd.test(line)},
	{pattern: /\s*\n\s*(?=["“‘'\p{Lu}])/u, fits: line => line.length < longestTitleLine},
	{pattern: /(?<=:) +(?=\S)/u, fits: namesThePaper},
];

/** False where no introduction can have come to its end: cheap, for prose that has none and for single words. */
function mayEnd(text: string): boolean {
	return text.includes('\n') || text.includes(':');
}

/** The text behind all that introduces it: titles, and words about what was asked for. */
export function dropIntroduction(text: string): string {
	let rest = text.trimStart();
	for (let end = findIntroduction(rest); end > 0; end = findIntroduction(rest)) rest = rest.slice(end);
	return rest;
}

/** Where the text goes on behind its first introduction; 0 where there is none, or nothing behind it yet. */
function findIntroduction(text: string): number {
	const head = text.slice(0, longestIntroduction);
	if (!mayEnd(head)) return 0;
	for (const {pattern, fits} of introductionEnds) {
		const end = pattern.exec(head);
		const first = end && head.slice(0, end.index).replace(/\s+/gu, ' ');
		if (end && first && fits(first) && isIntroduction(first)) return end.index + end[0].length;
	}
	return 0;
}

/** Whether the first line of a text that is still coming in, or a title in it, may yet be an introduction. */
function isUndecided(text: string): boolean {
	if (text.length >= longestIntroduction) return false;
	if (!text.includes('\n')) return true;
	const line = /^(.*?)\s*\n\s*\S/u.exec(text)?.[1];
	return line === undefined || !(lineEnd.test(line) || /\n\s*\n\s*\S/u.test(text));
}

/** Passes on what streams in, without its introduction: nothing until it is known whether there is one. */
export function createIntroductionFilter(): (piece: string) => string {
	let held = '';
	let isOpen = true;
	return piece => {
		if (!isOpen) return piece;
		held += piece;
		if (mayEnd(held)) held = dropIntroduction(held);
		isOpen = isUndecided(held);
		return isOpen ? '' : held;
	};
}

/** The text before the paragraphs and lines at its end that only speak of it or offer more. */
export function dropAfterword(text: string): string {
	let rest = text.trimEnd();
	for (let start = findAfterword(rest); start >= 0; start = findAfterword(rest))
		rest = rest.slice(0, start).trimEnd();
	return rest;
}

/** Whether the text ends with an afterword, said to the end. */
export function hasAfterword(text: string): boolean {
	return /[.!?:]["”’)*]*\s*$/u.test(text) && findAfterword(text.trimEnd()) >= 0;
}

/** Where the last paragraph or line begins, if it is an afterword; else -1. */
function findAfterword(text: string): number {
	const line = text.lastIndexOf('\n');
	if (line < 0) return -1;
	const paragraph = /.*\n\s*\n/su.exec(text)?.[0].length ?? 0;
	const starts = [
		...(lineEnd.test(text.slice(0, line).trimEnd()) ? [line + 1] : []),
		...(paragraph > 0 ? [paragraph] : []),
	];
	return (
		starts.find(
			start => isAfterword(text.slice(start).replace(/\s+/gu, ' ').trim()) && !isWithinSpeech(text, start),
		) ?? -1
	);
}

/** Lines may wrap within what is said. */
function isWithinSpeech(text: string, at: number): boolean {
	return findQuotedSpans(text.replaceAll('\n', ' ')).some(
		({start, end, closed}) => closed && start < at && at < end,
	);
}
