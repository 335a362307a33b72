import {hasPromise} from './detect-promise.js';
import type {SpokenText} from './spoken-text.js';

const undecided =
	/\b(?:yes or no|don't know yet|can't (?:say|answer|tell you) (?:yet|now)|my first answer|just ducked|that's a dodge|a dodge|not (?:to|have to) answer)\b/i;
const no =
	/(?:^|\n|[.!?] ?)no\b(?! (?:idea|wonder|trouble|one|,? really))|\b(?:I|we) (?:can't|cannot|couldn't|won't)\b(?! (?:believe|ignore|stand|help but|say|answer|tell|think about))|\bit(?:'s| is) a no\b|\bnot (?:tonight|today|this week)\b|\b(?:I'd help|I'd love to)\b|\bI(?:'d| would) be no use\b|\bask (?:someone|somebody|anyone) else\b|\bI'm at the\b|\btoo busy\b/im;
const half = /\b(?:I could do|I can do|I'd read|maybe an? |maybe half|only an hour|I'd be)\b/i;
const told = /\bsaid (?:that )?(?:she|he|they) couldn't\b|\bsaid yes\b|\bhad said yes\b/i;

/** The request itself is answered, in part or in whole, with a yes or a no. */
export function hasAnswer(text: SpokenText): boolean {
	const {speech, narration} = text;
	if (undecided.test(speech)) return false;
	return hasPromise(text) || no.test(speech) || half.test(speech) || told.test(narration);
}
