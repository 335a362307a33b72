import {irregularForms} from '../../domain/quality/irregular-forms.js';

const unchanged = new Set(['cut', 'hit', 'let', 'put', 'read', 'set', 'shut', 'split', 'spread']);
const shortVowelEnd = /^[^aeiou]*[aeiou][bdgklmnprt]$/u;

const clauseVerbs: Readonly<Record<string, string>> = {
	...{
		is: 'was',
		are: 'were',
		has: 'had',
		will: 'would',
		do: 'did',
		does: 'did',
		needs: 'needed',
		gives: 'gave',
	},
	...{
		points: 'pointed',
		clicks: 'clicked',
		creaks: 'creaked',
		passes: 'passed',
		writes: 'wrote',
		ends: 'ended',
		lands: 'landed',
	},
};

/** "until it clicks" as "until it clicked": the clauses behind an action, which is itself left as it is. */
export function tellClausesInPast(action: string): string {
	const clause = /\b(?:until|so that|as|that|before|while|when|where)\b.*$/u;
	return action.replace(clause, words => words.replace(/\p{L}+/gu, word => clauseVerbs[word] ?? word));
}

/**
 * "fold a receipt" as "folded a receipt". Undefined where a second verb may follow ("stack two cups and carry them"):
 * such an action is told in its base form.
 */
export function pastOfAction(action: string): string | undefined {
	if (/\b(?:and|then|or|to|before)\b/u.test(action)) return undefined;
	const [verb = '', ...rest] = action.split(' ');
	return [pastOfVerb(verb), tellClausesInPast(rest.join(' '))].join(' ').trim();
}

function pastOfVerb(verb: string): string {
	if (unchanged.has(verb)) return verb;
	const irregular = irregularForms[verb]?.find(form => !form.endsWith('ing'));
	if (irregular !== undefined) return irregular;
	if (verb.endsWith('e')) return `${verb}d`;
	if (/[^aeiou]y$/u.test(verb)) return `${verb.slice(0, -1)}ied`;
	return shortVowelEnd.test(verb) ? `${verb}${verb.at(-1)}ed` : `${verb}ed`;
}
