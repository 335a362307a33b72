import type {SpokenText} from './spoken-text.js';

const state =
	'(?:tired|exhausted|worn out|worn|drained|overwhelmed|lonely|scared|frightened|afraid|angry|falling apart|burnt out|burned out|stressed|ashamed|spent|at the end of|not coping|not sleeping|struggling|a wreck|shattered|done in|overdoing|carrying too much|the one who)';
const diagnosis = new RegExp(
	`\\byou(?:'re| are|'ve been| look(?:ed)?| seem| sound| must be)(?: so| all| very| really| quite| just| a bit| that bit| as if| like)?(?: \\w+)? ?${state}\\b|\\byou can't (?:cope|manage|go on)\\b|\\byou (?:need (?:to )?(?:rest|sleep|a break)|should (?:rest|go home|lie down|sleep|see someone))\\b|\\byou start things\\b|\\byou(?:'re| are) (?:just )?(?:doing|taking on|carrying) too much\\b|\\byou've been (?:working|overdoing|running|carrying|pushing)\\b|\\byou(?:'re| are) not (?:well|yourself|sleeping|eating|coping)\\b|\\b(?:when did you last|are you) (?:sleep|sleeping|eat|eating)\\b|\\byou don't look well\\b|\\blook at you\\b|\\byou work too\\b`,
	'i',
);
const owned =
	/\b(?:(?:(?:it's|it was) me[^.!?]{0,3}[.!?,;] ?)?I'm the one (?:who|that)|addressed to me|(?:calling|telling|saying)[^.!?]{0,40}(?:that's|it's) me|I keep (?:calling|telling) you|I've been diagnosing|I'm talking about myself|I mean me\b|you're not (?:tired|falling apart|the one))\b/i;
const told =
	/\b(?:said|told you) (?:that )?you (?:looked|seemed|were|sounded) (?:as if|tired|worn|exhausted|overwhelmed|lonely|like)|\btold you to (?:rest|eat|sleep|go home)\b/i;

/** The NPC's own state is ascribed to you, also when that is then seen and corrected. */
export function hasProjection({speech, narration}: SpokenText): boolean {
	return (
		diagnosis.test(speech) ||
		told.test(narration) ||
		(owned.test(speech) && /\byou(?:'re|r| look)?\b/i.test(speech))
	);
}
