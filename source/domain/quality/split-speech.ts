import {rememberText} from './remember-text.js';

/** A quotation in a text: offsets of its quote marks; `end` is behind the closing mark, or the end of the text. */
export type QuotedSpan = {start: number; end: number; closed: boolean};

type SplitSpeech = {
	/** What stands between quote marks, in order, without the marks. */
	speech: string[];
	/** The text with a blank in place of each quotation. */
	narration: string;
	spans: QuotedSpan[];
};

const openingContext = /[\s([{“"—–-]/u;
const letterOrDigit = /[\p{L}\p{N}]/u;
const speechEnd = /[.,!?…—–-]/u;
const shortMentionLength = 40;

/** Separates what is said from what is narrated; straight, curly and single quote marks, apostrophes kept apart. */
export const splitSpeech: (text: string) => SplitSpeech = rememberText(text => {
	const spans = findQuotedSpans(text);
	const speech = spans.map(span => text.slice(span.start + 1, span.closed ? span.end - 1 : span.end).trim());
	let narration = '';
	let from = 0;
	for (const span of spans) {
		narration += `${text.slice(from, span.start)} `;
		from = span.end;
	}
	return {speech, narration: narration + text.slice(from), spans};
});

export function findQuotedSpans(text: string): QuotedSpan[] {
	const spans: QuotedSpan[] = [];
	let at = 0;
	while (at < text.length) {
		const span = quotationAt(text, at);
		if (span) spans.push(span);
		at = span ? span.end : at + 1;
	}
	return spans;
}

function quotationAt(text: string, start: number): QuotedSpan | undefined {
	const mark = text[start];
	if (mark === '"' || mark === '“') return doubleQuotation(text, start);
	if ((mark === "'" || mark === '‘') && isOpeningSingle(text, start)) return singleQuotation(text, start);
	return undefined;
}

// A quotation ends with its paragraph even where the closing mark was forgotten: the next one starts afresh.
function doubleQuotation(text: string, start: number): QuotedSpan {
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at];
		if (character === '"' || character === '”') return {start, end: at + 1, closed: true};
		if (character === '\n' || character === '“') return {start, end: at, closed: false};
	}
	return {start, end: text.length, closed: false};
}

function isOpeningSingle(text: string, at: number): boolean {
	const before = text[at - 1];
	const after = text[at + 1];
	return (before === undefined || openingContext.test(before)) && after !== undefined && !/\s/u.test(after);
}

/** `'cause` and `'em` open nothing; a capital that is never closed is speech that was cut off. */
function singleQuotation(text: string, start: number): QuotedSpan | undefined {
	const {close, mention} = findSingleClose(text, start);
	if (close !== undefined) return {start, end: close + 1, closed: true};
	if (mention !== undefined) return {start, end: mention + 1, closed: true};
	const startsSentence = /\p{Lu}/u.test(text[start + 1] ?? '');
	return startsSentence ? {start, end: paragraphEnd(text, start), closed: false} : undefined;
}

function findSingleClose(text: string, start: number): {close?: number; mention?: number} {
	let mention: number | undefined;
	for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
		const character = text[at];
		if (character !== "'" && character !== '’' && character !== '‘') continue;
		const before = text[at - 1] as string;
		if (letterOrDigit.test(text[at + 1] ?? ' ')) {
			if (mention !== undefined && isOpeningSingle(text, at)) break;
			continue;
		}
		if (speechEnd.test(before)) return {close: at};
		if (letterOrDigit.test(before) && at - start <= shortMentionLength) mention ??= at;
	}
	return mention === undefined ? {} : {mention};
}

function paragraphEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}
