import type {PromptBook} from './prompt-book.js';
import {createPromptForms} from './prompt-forms.js';
import type {RunState} from './run-state.js';

/** Prompts that were edited while the run goes on. */
export type PromptOffer = {
	book: PromptBook;
	/** Paths in the prompt folder that are not as they were. */
	files: string[];
	/** Keeps in the run file that they are used from now on. Throws `StoreError`; then nothing is changed. */
	record(): Promise<void>;
};

export type PromptControls = {
	/** Edited prompts are offered, never taken by themselves; undefined when they are again as the run has them. */
	offerPrompts(offer: PromptOffer | undefined): void;
	/** New interactions are made from the prompts on offer; those under way and unfinished ones keep theirs. */
	takePrompts(): Promise<void>;
};

export function createPromptControls(state: RunState): PromptControls {
	const {bus, shelf, workshop} = state;
	let offered: PromptOffer | undefined;
	return {
		offerPrompts(offer) {
			const isNew = offer?.book.fingerprint !== offered?.book.fingerprint;
			offered = offer;
			if (!isNew) return;
			if (!offer) bus.emit({type: 'prompts-restored'});
			else bus.emit({type: 'prompts-edited', fingerprint: offer.book.fingerprint, files: offer.files});
		},
		async takePrompts() {
			const offer = offered;
			if (!offer) return;
			// Recorded first: no interaction may carry a fingerprint whose texts the run file does not hold.
			await offer.record();
			shelf.change(offer.book);
			// What was learned about a prompt says nothing about another.
			workshop.promptForms = createPromptForms();
			if (offered === offer) offered = undefined;
			bus.emit({type: 'prompts-taken', fingerprint: offer.book.fingerprint});
		},
	};
}
