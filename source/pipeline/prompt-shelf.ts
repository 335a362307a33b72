import {createDrawer} from '../domain/create-draw.js';
import type {Draw} from '../domain/draw.js';
import type {PromptBook} from './prompt-book.js';
import type {RunPlan} from './run.js';

/** A set of prompts, and the draws from its lists. */
export type ShelvedPrompts = {book: PromptBook; drawAt: (planIndex: number) => Draw};

/** Every set of prompts that a run uses or has used, by fingerprint. */
export type PromptShelf = {
	/** What new interactions are made from. */
	readonly current: ShelvedPrompts;
	/** What an unfinished interaction was begun with; the current ones where that is no longer known. */
	of(fingerprint: string | undefined): ShelvedPrompts;
	/** From now on new interactions are made from `book`. */
	change(book: PromptBook): void;
};

/** `findBook`: prompts that the run used in an earlier session. */
export function createPromptShelf(parts: {
	plan: RunPlan;
	book: PromptBook;
	findBook?: ((fingerprint: string) => PromptBook | undefined) | undefined;
}): PromptShelf {
	const {plan, findBook} = parts;
	const shelf = new Map<string, ShelvedPrompts>();

	function shelve(book: PromptBook): ShelvedPrompts {
		const shelved = {book, drawAt: createDrawer({...plan, world: book.world})};
		shelf.set(book.fingerprint, shelved);
		return shelved;
	}

	let current = shelve(parts.book);
	return {
		get current() {
			return current;
		},
		of(fingerprint) {
			if (fingerprint === undefined) return current;
			const known = shelf.get(fingerprint);
			if (known) return known;
			const book = findBook?.(fingerprint);
			return book ? shelve(book) : current;
		},
		change(book) {
			current = shelf.get(book.fingerprint) ?? shelve(book);
		},
	};
}
