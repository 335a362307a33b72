import {irregularForms} from './irregular-forms.js';

const baseOfIrregular = new Map(
	Object.entries(irregularForms).flatMap(([base, forms]) => forms.map(form => [form, base] as const)),
);

/** Beyond this it is no English word, and the patterns below would take their time. */
const longestWord = 40;

/**
 * A light stem: folds, folded and folding meet in `fold`, kept in `keep`, quietly in `quiet`.
 * Good for asking whether two texts use the same word; not a word to show anybody.
 */
export function stemWord(word: string): string {
	const plain = word.replace(/'s?$/u, '');
	if (plain.length > longestWord) return plain;
	const base = baseOfIrregular.get(plain) ?? stripEnding(plain);
	return base.length > 3 ? base.replace(/e$/u, '').replace(/y$/u, 'i') : base;
}

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
