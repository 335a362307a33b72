import {irregularForms} from './irregular-forms.js';
import {rememberText} from './remember-text.js';
import {stopWords} from './stop-words.js';

const baseOfIrregular = new Map(
	Object.entries(irregularForms).flatMap(([base, forms]) => forms.map(form => [form, base] as const)),
);

/** Beyond this it is no English word, and the patterns below would take their time. */
const longestWord = 40;

/** Lower-case words with one kind of apostrophe; hyphens and dashes separate. */
export const splitWords: (text: string) => readonly string[] = rememberText(
	text =>
		text
			.toLowerCase()
			.replaceAll('’', "'")
			.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:'\p{L}+)*/gu) ?? [],
	256,
);

/**
 * A light stem: folds, folded and folding meet in `fold`, kept in `keep`, quietly in `quiet`.
 * Good for asking whether two texts use the same word; not a word to show anybody.
 */
export const stemWord: (word: string) => string = rememberText(word => {
	const plain = word.replace(/'s?$/u, '');
	if (plain.length > longestWord) return plain;
	const base = baseOfIrregular.get(plain) ?? stripEnding(plain);
	return base.length > 3 ? base.replace(/e$/u, '').replace(/y$/u, 'i') : base;
}, 8_192);

function stripEnding(word: string): string {
	const plural = stripPlural(word);
	const adverb = /^.{4,}ly$/u.test(plural) ? plural.slice(0, -2) : plural;
	const verb = /^(.*[aeiouy].*?)(?:ed|ing)$/u.exec(adverb)?.[1];
	if (verb !== undefined && verb.length >= 3) return undouble(verb);
	return /^.{5,}er$/u.test(adverb) ? adverb.slice(0, -2) : adverb;
}

function stripPlural(word: string): string {
	if (/.{2,}ie[sd]$/u.test(word)) return `${word.slice(0, -3)}y`;
	if (/(?:[sxz]|ch|sh)es$/u.test(word)) return word.slice(0, -2);
	return /[^su'i]s$/u.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}

function undouble(stem: string): string {
	return /([bdgmnprt])\1$/u.test(stem) ? stem.slice(0, -1) : stem;
}

/** Stems of the words that carry meaning: no stop words, none under three letters, not the name of the NPC. */
export function contentStems(text: string, npcName = ''): Set<string> {
	return new Set(contentWords(text, npcName).map(stemWord));
}

/** "she'd" and "Mara's" count as "she" and "Mara". */
export function withoutContraction(word: string): string {
	const at = word.indexOf("'");
	return at < 0 ? word : word.slice(0, at);
}

/** The words behind `contentStems`, lower-case, in order, possessives taken off. */
export function contentWords(text: string, npcName = ''): string[] {
	const names = new Set(splitWords(npcName));
	return splitWords(text)
		.filter(word => !stopWords.has(word))
		.map(word => (word.endsWith("'s") ? word.slice(0, -2) : word))
		.filter(word => word.length > 2 && !stopWords.has(word) && !names.has(word));
}

const stemsOf = rememberText((text): ReadonlySet<string> => new Set(splitWords(text).map(stemWord)));

/** Stems that `text` shares with `wanted`. */
export function sharedStems(wanted: ReadonlySet<string>, text: string): string[] {
	const present = stemsOf(text);
	return [...wanted].filter(stem => present.has(stem));
}
