import {type HintedPatterns, mayMatch, type NamedPattern} from './find-pattern.js';
import {rememberText} from './remember-text.js';

const emotion =
	'soft|softens?|softened|softening|waver(?:s|ed|ing)?|tremb(?:les?|led|ling)|crack(?:s|ed|ing)?|shak(?:es?|ing)|shook|quiver(?:s|ed|ing)?|thick|tight|strained|hoarse|steady|steadied|falter(?:s|ed|ing)?|laced|tinged|heavy|barely|low(?:ered)?|dipp(?:ed|ing)|dropp(?:ed|ing)|hardened|breaking|broke';

/** The tics that were counted in v2.2's output, and their relatives; capped over a run. */
export const stockPhrases: readonly NamedPattern[] = [
	{meaning: 'fingers', pattern: /\b(?:fingers?|fingertips?)\b/i},
	{
		meaning: 'voice and emotion',
		pattern: new RegExp(
			`\\bvoices? (?:was |were |had |is |grew |went |barely |almost )*(?:${emotion})\\b`,
			'iu',
		),
	},
	{meaning: 'voice and emotion', pattern: /\bvoice,? (?:\p{L}+ )?(?:with|despite) (?:\p{L}+ ){0,5}\p{L}+/iu},
	{
		meaning: 'darting eyes',
		pattern:
			/\beyes? (?:darted|darting|darts?|flick(?:ed|ered|ering|ing|s)|glisten(?:ed|ing)|soften(?:ed|ing)|widen(?:ed|ing))\b/i,
	},
	{meaning: 'gaze', pattern: /\bgaz(?:e|es|ed|ing)\b/i},
	{meaning: 'trembling', pattern: /\btrembl(?:e|es|ed|ing)\b|\btremors?\b/i},
	{meaning: 'scars', pattern: /\bscars?\b/i},
	{meaning: 'a mix of', pattern: /\ba (?:mix|mixture) of\b/i},
	{meaning: "couldn't help but", pattern: /\b(?:couldn['’]t|could not|can['’]t) help but\b/i},
	{
		meaning: 'let out a breath',
		pattern:
			/\b(?:let|letting) out (?:a|the|an) (?:\p{L}+ ){0,5}(?:breath|sigh)\b|\bbreath (?:\p{L}+ ){0,5}(?:had ?n['’]t|didn['’]t|had not) (?:known|know|realised|realized)/iu,
	},
	{meaning: 'shivers', pattern: /\bsen(?:t|ds|ding) (?:a )?shivers?\b|\bshivers? down\b/i},
	{
		meaning: 'forced smile',
		pattern: /\bforc(?:e|es|ed|ing) (?:a|an) (?:\p{L}+ )?smile\b|\bforced (?:\p{L}+ )?smile\b/iu,
	},
	{meaning: 'hung in the air', pattern: /\bh(?:u|a)ng(?:s|ing)? (?:heavy |heavily )?in the air\b/i},
	{
		meaning: 'weight of',
		pattern: /\bthe weight of (?:\p{L}+ ){0,5}(?:words?|request|silence|world|it all|everything)\b/iu,
	},
	{meaning: 'barely above a whisper', pattern: /\b(?:barely|scarcely) (?:above )?a whisper\b/i},
	{
		meaning: 'knuckles white',
		pattern: /\bknuckles (?:\p{L}+ )?(?:white|pale|whiten(?:ed|ing))\b|\bwhite[- ]knuckled\b/iu,
	},
	{
		meaning: 'flicker of',
		pattern:
			/\ba (?:flicker|flash|hint|glimmer) of (?:guilt|doubt|fear|hope|sadness|pain|anger|something)\b/i,
	},
	{meaning: 'a testament to', pattern: /\ba testament to\b/i},
];

export const hintedStockPhrases: HintedPatterns = {
	patterns: stockPhrases,
	hint: /\b(?:fingers?|fingertip|voice|eye|gaz|trembl|tremor|scar|mix|help but|breath|sigh|shiver|smile|in the air|weight of|a whisper|above a|knuckle|flicker|flash|hint|glimmer|testament)/i,
};

/** Names of the stock phrases in `prose`, each once; the cap over a run counts these. */
export const findStockPhrases: (prose: string) => readonly string[] = rememberText(prose => {
	if (!mayMatch(prose, hintedStockPhrases)) return [];
	const found = stockPhrases.filter(({pattern}) => pattern.test(prose));
	return [...new Set(found.map(({meaning}) => meaning))];
});
