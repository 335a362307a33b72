import {type Draw, supportGap} from '../draw.js';
import {supportReach} from '../parameter-space.js';
import {contentStems, countSharedStems} from './extract-stems.js';
import {createRule} from './rule.js';
import {hasLimit} from './signals/detect-limit.js';
import {hasOffer} from './signals/detect-offer.js';
import {readSpoken} from './signals/spoken-text.js';
import {splitSpeech} from './split-speech.js';

export const hasSpeechRule = createRule({
	name: 'has-speech',
	hard: false,
	praise: 'Something is said aloud.',
	findFault({prose}) {
		return splitSpeech(prose).speech.some(isSentence) ? undefined : 'Nobody says a sentence aloud.';
	},
});

function isSentence(speech: string): boolean {
	return speech.trim().split(/\s+/u).length >= 2 && /[.!?…,—–-]$/u.test(speech.trim());
}

/** Where the request is more than can be given, the limit shows in what is said or done. */
export const limitsShownRule = createRule({
	name: 'limits-shown',
	hard: false,
	praise: 'Limits show where they must.',
	findFault({prose, draw}) {
		return supportGap(draw) <= supportReach || hasLimit(readSpoken(prose))
			? undefined
			: `More is asked than ${draw.name} can give, and no limit shows.`;
	},
});

/** Authentic and excellent answers hold an offer with a time, a thing or a person in it. */
export const alternativeRule = createRule({
	name: 'concrete-alternative',
	hard: false,
	praise: 'A concrete alternative is offered where it is due.',
	findFault({prose, draw}) {
		if (!owesAlternative(draw)) return undefined;
		return hasOffer(readSpoken(prose)) ? undefined : `${draw.name} offers nothing concrete.`;
	},
});

function owesAlternative({cell}: Draw): boolean {
	return cell.authenticity === 'authentic' || cell.authenticity === 'excellent';
}

const toldShare = 0.6;
const fewestStems = 3;

/** The subtext stays under the surface: no spoken sentence holds more than 60 % of its content words. */
export const subtextRule = createRule({
	name: 'subtext-unsaid',
	hard: false,
	praise: 'The subtext is not said aloud.',
	findFault({prose, draw, tension}) {
		const stems = contentStems(tension.subtext, draw.name);
		if (stems.size < fewestStems) return undefined;
		const {speech} = splitSpeech(prose);
		const isTold = (text: string) => countSharedStems(stems, text) / stems.size > toldShare;
		if (!isTold(speech.join(' '))) return undefined;
		const told = speech.flatMap(spoken => spoken.split(/(?<=[.!?…])\s+/u)).find(isTold);
		return told && `The subtext is said aloud: "${told}"`;
	},
});
