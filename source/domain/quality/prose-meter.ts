import {countWords} from '../count-words.js';
import {isRunaway} from './find-repetition.js';
import {proseLimits} from './trim-prose.js';

/** Follows prose as it streams in and says when there is enough of it. */
export type ProseMeter = {
	push(piece: string): 'continue' | 'enough';
	readonly text: string;
	readonly words: number;
	/** Why `push` said enough: the text ran past its limits and can be trimmed, or it went round in circles. */
	readonly reason: 'long' | 'runaway' | undefined;
	/** The class under which a runaway is counted. */
	readonly failure: 'runaway-repetition' | undefined;
};

/** Characters between two looks for repetition. */
const lookEvery = 64;

/** `enough` once the text has passed `maxWords` words (the caller trims it) or repeats itself without end. */
export function createProseMeter(limits = proseLimits): ProseMeter {
	let text = '';
	/** A shorter text cannot hold more words than are allowed, and need not be counted. */
	let countedFrom = shortestBeyond(0, limits.maxWords);
	let lookedAt = 0;
	let reason: ProseMeter['reason'];

	function isTooLong(): boolean {
		if (text.length < countedFrom) return false;
		const words = countWords(text);
		countedFrom = text.length + shortestBeyond(words, limits.maxWords);
		return words > limits.maxWords;
	}

	function measure(): ProseMeter['reason'] {
		if (text.length - lookedAt >= lookEvery) {
			lookedAt = text.length;
			if (isRunaway(text)) return 'runaway';
		}
		return isTooLong() ? 'long' : undefined;
	}

	return {
		push(piece) {
			text += piece;
			reason ??= measure();
			return reason === undefined ? 'continue' : 'enough';
		},
		get text() {
			return text;
		},
		get words() {
			return countWords(text);
		},
		get reason() {
			return reason;
		},
		get failure() {
			return reason === 'runaway' ? 'runaway-repetition' : undefined;
		},
	};
}

/** Characters that make more than `most` words of `words`: each takes one and a separator, and one may be half there. */
function shortestBeyond(words: number, most: number): number {
	return 2 * (most - words) - 1;
}
