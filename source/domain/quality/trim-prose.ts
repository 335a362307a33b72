import {countWords} from '../count-words.js';
import {findQuotedSpans, type QuotedSpan} from './split-speech.js';

type WordLimits = {readonly minWords: number; readonly maxWords: number};

/** Words of a dialogue, both included. */
export const proseLimits: WordLimits = {minWords: 60, maxWords: 120};

/** An answer that is only "No." ends a sentence, the number after "No. 7" does not begin one. */
export const sentenceEnd =
	/(?<!\b(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Mt|Sgt)|\bNo(?=\.\s?\d))(?:[.!?…]+|[—–-](?=["”]))["”'’]*(?=\s+[^\p{Ll}\s]|\s*$)/uy;
/** What every sentence end begins with. */
const endMark = /[.!?…—–-]/gu;

/**
 * The prose cut behind its last sentence that keeps it within its limits; undefined where no sentence end does.
 *
 * Never cuts inside an open quotation. A text that fits and ends with a sentence comes back whole.
 */
export function trimProse(text: string, limits: WordLimits): {prose: string; trimmed: boolean} | undefined {
	const whole = text.trim();
	const spans = findQuotedSpans(whole);
	const ends = findSentenceEnds(whole);
	for (const end of ends.reverse()) {
		const prose = whole.slice(0, end);
		const words = countWords(prose);
		if (words < limits.minWords) return undefined;
		if (words <= limits.maxWords && !isInsideQuotation(spans, end)) {
			return {prose, trimmed: prose.length < whole.length};
		}
	}
	return undefined;
}

/** Behind each, with its closing quote marks. Looked for only where a mark stands: else most of the time goes into letters. */
export function findSentenceEnds(text: string): number[] {
	const ends: number[] = [];
	for (const {index} of text.matchAll(endMark)) {
		if (index < (ends.at(-1) ?? 0)) continue;
		sentenceEnd.lastIndex = index;
		if (sentenceEnd.test(text)) ends.push(sentenceEnd.lastIndex);
	}
	return ends;
}

function isInsideQuotation(spans: readonly QuotedSpan[], end: number): boolean {
	return spans.some(span => span.start < end && (span.closed ? end < span.end : end <= span.end));
}
