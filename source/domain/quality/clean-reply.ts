import {isIntroduction} from './chatter.js';
import {cutAtFormBreak} from './cut-at-form-break.js';
import {dropAfterword, dropIntroduction} from './drop-chatter.js';
import {joinLines} from './join-lines.js';
import {normaliseTypography} from './normalise-typography.js';
import {unwrapQuotes} from './unwrap-quotes.js';

/** The prose of a reply as one paragraph, without what was said around it; `isCut` where something was, behind it. */
export function cleanReply(reply: string): {prose: string; isCut: boolean} {
	const whole = dropIntroduction(normaliseTypography(reply)).trim();
	const rest = dropAfterword(cutAtFormBreak(whole));
	const prose = isIntroduction(rest) ? '' : joinLines(unwrapQuotes(rest).trim());
	return {prose, isCut: rest !== whole};
}
