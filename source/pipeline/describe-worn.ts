import type {WornKind, WornThing} from '../domain/quality/variety-meter.js';
import {asPlainText} from './fill-prompt.js';
import type {PromptBook} from './prompt-book.js';

/** More would be a list to imitate. */
const mostNamed = 4;

/** What a model can steer by words; names and venues are drawn, and a shape has no name that it knows. */
const steered: readonly WornKind[] = ['phrase', 'stock-phrase', 'opening', 'shape', 'wording'];

/**
 * Tells the model what is worn out, in the words of `wording.md` under `avoid`; empty while nothing is. A phrase that the
 * book has no words for is left out.
 */
export function describeWorn(
	worn: readonly WornThing[],
	{book, name}: {book: Pick<PromptBook, 'wording'>; name: string},
): string {
	const sentences = steered.flatMap(kind => {
		const template = book.wording.get('avoid')?.get(kind);
		const named = worn.filter(thing => thing.kind === kind).slice(0, mostNamed);
		if (!template || named.length === 0) return [];
		const told = named.map(({what}) => `"${what.replaceAll('NAME', name)}"`).join(', ');
		return [template.replace('{{told}}', () => asPlainText(told))];
	});
	return sentences.length === 0 ? '' : ` ${sentences.join(' ')}`;
}
