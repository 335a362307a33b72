import {findPattern, type HintedPatterns, mayMatch, type NamedPattern} from './find-pattern.js';
import {createRule} from './rule.js';

const negatives = 'don|doesn|didn|isn|wasn|weren|couldn|wouldn|shouldn|haven|hasn|hadn|aren|ain|mustn|needn';
const subjects = 'it|that|he|she|what|there|here|who|where|how|when|everything|something|nothing|nobody';

const joined =
	'youre|youve|youll|youd|theyre|theyve|theyll|weve|thats|whats|theres|shes|hes|itll|wouldve|couldve|shouldve';

const patterns: readonly NamedPattern[] = [
	{
		pattern: /\b(?:I|you|he|she|it|we|they|that|there|who|what) (?:ll|ve|re)\b/i,
		meaning: 'broken contraction',
	},
	{pattern: /\bI m\b|\b(?:I|you|he|she|we|they) d\b/u, meaning: 'broken contraction'},
	{pattern: new RegExp(`\\b(?:${negatives}|can|won) t\\b`, 'i'), meaning: 'broken contraction'},
	{pattern: new RegExp(`\\b(?:${subjects}|let) s\\b`, 'i'), meaning: 'broken contraction'},
	{pattern: new RegExp(`\\b(?:${negatives}|can)t\\b`, 'i'), meaning: 'contraction without its apostrophe'},
	{pattern: /(?<!\b(?:his|her|their|your|its) )\bwont\b/i, meaning: 'contraction without its apostrophe'},
	{pattern: /\b(?:Im|Ive|Id)\b/u, meaning: 'contraction without its apostrophe'},
	{pattern: new RegExp(`\\b(?:${joined})\\b`, 'i'), meaning: 'contraction without its apostrophe'},
];

export const brokenContractions: HintedPatterns = {
	patterns,
	hint: new RegExp(` (?:ll|ve|re|[mdst])\\b|\\b(?:(?:${negatives}|can|won)t|im|ive|id|${joined})\\b`, 'i'),
};

const apostrophe = /['’]/gu;
/** Longer than any beginning of a contraction that is looked for, with the letter before it. */
const farthestBefore = 12;
const farthestBehind = 5;
const shortenedNot = {before: /\p{L}n$/iu, behind: /^t(?!\p{L})/iu};
const shortenedVerb = {before: /\p{L}$/iu, behind: /^(?:ll|ve|re|d|m)(?!\p{L})/iu};
const shortenedIs = {before: new RegExp(`\\b(?:${subjects}|let)$`, 'iu'), behind: /^s(?!\p{L})/iu};

/** Looks around each apostrophe: a search for all contractions at every letter would take most of the rule's time. */
export function hasContraction(prose: string): boolean {
	for (const {index} of prose.matchAll(apostrophe)) {
		const start = prose.slice(Math.max(0, index - farthestBefore), index);
		const end = prose.slice(index + 1, index + 1 + farthestBehind);
		const isHere = ({before, behind}: typeof shortenedNot) => behind.test(end) && before.test(start);
		if ([shortenedNot, shortenedVerb, shortenedIs].some(isHere)) return true;
	}
	return false;
}

/** Contractions are whole, and there is at least one; a possessive is none. */
export const contractionsRule = createRule({
	name: 'contractions',
	hard: true,
	praise: 'Its contractions are whole.',
	findFault({prose}) {
		const broken = mayMatch(prose, brokenContractions) && findPattern(prose, patterns);
		if (broken) return `It holds a ${broken.meaning} (\`${broken.match}\`); write it with its apostrophe.`;
		return hasContraction(prose) ? undefined : "It holds no contraction; people say I'll, don't and it's.";
	},
});
