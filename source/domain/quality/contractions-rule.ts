import {findPattern, type NamedPattern} from './find-pattern.js';
import {createRule} from './rule.js';

const negatives = 'don|doesn|didn|isn|wasn|weren|couldn|wouldn|shouldn|haven|hasn|hadn|aren|ain|mustn|needn';
const subjects = 'it|that|he|she|what|there|here|who|where|how|when|everything|something|nothing|nobody';

const brokenPatterns: readonly NamedPattern[] = [
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
	{
		pattern:
			/\b(?:youre|youve|youll|youd|theyre|theyve|theyll|weve|thats|whats|theres|shes|hes|itll|wouldve|couldve|shouldve)\b/i,
		meaning: 'contraction without its apostrophe',
	},
];

const realContraction = new RegExp(
	`\\p{L}n['’]t(?!\\p{L})|\\p{L}['’](?:ll|ve|re|d|m)(?!\\p{L})|\\b(?:${subjects}|let)['’]s(?!\\p{L})`,
	'iu',
);

/** Contractions are whole, and there is at least one; a possessive is none. */
export const contractionsRule = createRule({
	name: 'contractions',
	hard: true,
	praise: 'Its contractions are whole.',
	findFault({prose}) {
		const broken = findPattern(prose, brokenPatterns);
		if (broken) return `It holds a ${broken.meaning} (\`${broken.match}\`); write it with its apostrophe.`;
		return realContraction.test(prose)
			? undefined
			: "It holds no contraction; people say I'll, don't and it's.";
	},
});
