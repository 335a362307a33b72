import {isIntroduction} from './chatter.js';
import {cutAtFormBreak} from './cut-at-form-break.js';
import {dropAfterword, dropIntroduction} from './drop-chatter.js';
import {joinLines} from './join-lines.js';
import {normaliseTypography} from './normalise-typography.js';
import {unwrapQuotes} from './unwrap-quotes.js';

/** The prose of a reply as one paragraph, without what was said around it; whether something behind it was dropped. */
export function cleanReply(reply: string): {prose: string; isCutBehind: boolean} {
	const whole = dropIntroduction(normaliseTypography(readEscapes(reply))).trim();
	const rest = dropAfterword(cutAtFormBreak(whole));
	const prose = isIntroduction(rest) ? '' : joinLines(unwrapQuotes(rest).trim());
	return {prose, isCutBehind: rest !== whole};
}

/** Line feeds and quote marks as JSON writes them, which models that were trained on code write in prose too. */
function readEscapes(reply: string): string {
	if (!reply.includes('\\')) return reply;
	return reply.replaceAll('\\n', '\n').replaceAll(/\\(["'])/gu, '$1');
}
