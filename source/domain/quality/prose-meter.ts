import {countWords} from '../count-words.js';
import {isRunaway} from './find-repetition.js';
import {proseLimits} from './trim-prose.js';

/** Follows prose as it streams in and says when there is enough of it. */
type ProseMeter = {
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
	/** What came after the last blank up to which words are counted. */
	let rest = '';
	let countedWords = 0;
	let words = 0;
	let lookedAt = 0;
	let reason: ProseMeter['reason'];

	function countOn(): number {
		const blank = rest.lastIndexOf(' ');
		if (blank > 0) {
			countedWords += countWords(rest.slice(0, blank));
			rest = rest.slice(blank);
		}
		return countedWords + countWords(rest);
	}

	function measure(): ProseMeter['reason'] {
		words = countOn();
		if (text.length - lookedAt >= lookEvery) {
			lookedAt = text.length;
			if (isRunaway(text)) return 'runaway';
		}
		return words > limits.maxWords ? 'long' : undefined;
	}

	return {
		push(piece) {
			text += piece;
			rest += piece;
			reason ??= measure();
			return reason === undefined ? 'continue' : 'enough';
		},
		get text() {
			return text;
		},
		get words() {
			return words;
		},
		get reason() {
			return reason;
		},
		get failure() {
			return reason === 'runaway' ? 'runaway-repetition' : undefined;
		},
	};
}
