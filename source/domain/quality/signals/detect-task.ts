import type {SpokenText} from './spoken-text.js';

const work =
	'(?:carry (?!it\\b)|mend|fix|drive you|drive the|drop you|write (?!to you|you\\b)|draft|phone|telephone|ring (?:them|him|her|the|your|round)|cook|bake|do (?:it (?:tonight|tomorrow|now|today|by|before|after)|the|them|your|teas|a)|have (?:it|them|three|the)|translate|look up|check|stabilize|rally|gather|organi[sz]e|make (?:the|a|it|up)|type|print|pick (?:it|them|him|her|you) up|collect|sort|move|paint|sew|wash|clean|host|run (?:it|the)|take (?:it|them|the|your|that|on)|file|call (?:them|the|him|her|your)|send|bring|fetch|get (?:it|them|the) (?:done|ready)|try the)';
const taken = new RegExp(
	`\\b(?:I'll|I will|I can|we'll|I've|let me|could)\\s+(?:just |already |still |also |gladly )?${work}\\b(?! for granted)`,
	'i',
);
const handedOver =
	/\b(?:leave (?:it|that|them|this) (?:with|to) me|give (?:me|it) (?:the (?:list|felt|forms|keys|box)|here)|hand (?:it|them|me) (?:over|here|the)|consider it done|put me down|count me in|what's one more|one more won't|fit it in|squeeze it in|(?:I'll|I can) have it (?:done|ready|back)|I do (?:the )?teas|I've got this|(?:add|put) it (?:to|on) my)\b/i;
const told =
	/\b(?:took|taking) (?:the|your) (?:\w+ ){0,2}(?:forms?|papers?|box|list|folder|bag|file) (?:out of|from|off) (?:your|you)\b/i;

/** One more concrete piece of work is taken on: carried, mended, written, phoned, cooked. */
export function hasTask({speech, narration}: SpokenText): boolean {
	return taken.test(speech) || handedOver.test(speech) || told.test(narration);
}
