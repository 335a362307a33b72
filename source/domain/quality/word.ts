import {hashWord} from './scan-words.js';
import {emotionWords} from './soft-word-lists.js';
import {stemWord} from './stem-word.js';
import {stopWords} from './stop-words.js';

const emotions = new Set(emotionWords);

/** A word in lower case, with what is asked of it over and over worked out once. */
export class Word {
	readonly text: string;
	readonly hash: number;
	readonly length: number;
	/** Says nothing about what a sentence is about. */
	readonly isStop: boolean;
	/** "she'd" and "Mara's" count as "she" and "Mara". */
	readonly bare: string;
	/** A narrator would name an emotion with it. */
	readonly isEmotion: boolean;
	/** Bits of `createWordFact`: what has been asked, and of that what is true. */
	asked = 0;
	facts = 0;
	#stem: string | undefined;
	#owner: Word | undefined;

	constructor(text: string, hash = hashWord(text)) {
		this.text = text;
		this.hash = hash;
		this.length = text.length;
		this.isStop = stopWords.has(text);
		const apostrophe = text.indexOf("'");
		this.bare = apostrophe < 0 ? text : text.slice(0, apostrophe);
		this.isEmotion = emotions.has(this.bare);
	}

	get stem(): string {
		this.#stem ??= stemWord(this.text);
		return this.#stem;
	}

	/** Without the 's of a possessive; the word itself where there is none. */
	get owner(): Word {
		this.#owner ??= this.text.endsWith("'s") ? new Word(this.text.slice(0, -2)) : this;
		return this.#owner;
	}
}
