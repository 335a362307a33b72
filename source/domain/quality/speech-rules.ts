import {type Draw, supportGap} from '../draw.js';
import {supportReach} from '../parameter-space.js';
import {contentStems, sharedStems} from './extract-stems.js';
import {createRule} from './rule.js';
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

const limit =
	/\b(?:can['’]t|cannot|couldn['’]t|could not|can['’]t|won['’]t|not able|unable|don['’]t have|doesn['’]t have|haven['’]t|didn['’]t have|hasn['’]t|hadn['’]t|no (?:room|time|more|good|use|strength|hours?|space|evenings?|energy)|not (?:today|tonight|now|all|much|this|enough|until|up to|the whole)|nothing left|none left|too (?:much|tired|many|late|full|worn|thin)|only (?:got|have|had|manage|so|an?|one|the|two|ten|half)|empty|spent|worn|exhausted|tired|drained|used up|run out|ran out|hardly|barely|at most|as much as|that['’]s all|all I (?:have|can)|half (?:of )?(?:it|that|an)|later|tomorrow|another (?:day|time)|ask (?:someone|somebody)|yawn(?:ed|ing)?|(?:isn|aren|wasn|weren)['’]t (?:enough|any|room|time|much)|more than (?:I|he|she|they|I['’]ve|he|she)\b(?: (?:have|had|has|got|can))?|not up to)\b/i;

/** Where the request is more than can be given, the limit shows in what is said or done. */
export const limitsShownRule = createRule({
	name: 'limits-shown',
	hard: false,
	praise: 'Limits show where they must.',
	findFault({prose, draw}) {
		return supportGap(draw) <= supportReach || limit.test(prose)
			? undefined
			: `More is asked than ${draw.name} can give, and no limit shows.`;
	},
});

const offer =
	/\b(?:I can|I could|I['’]ll|I will|I['’]m going to|let me|let['’]s|we can|we could|we['’]ll|how about|what about|what if|why don['’]t|come (?:by|over|round|with|to|back)|(?:ring|call|text|message|ask|try|meet|bring|send|give|take|sit|sit by|stay with) (?:me|your|the|with|it|us|them|him|her)|instead|you could|tell me|stay|sit by)\b/i;
const concrete =
	/\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|now|first thing|lunch|breakfast|dinner|supper|morning|afternoon|evening|weekend|noon|midday|minutes?|hours?|half|o['’]clock|after|before|until|till|when|while|once|list|letter|form|phone|number|kettle|tea|coffee|bus|car|walk|door|table|page|shop|keys|soup|sister|brother|neighbou?r|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty)\b/i;

/** Authentic and excellent answers hold an offer with a time, a thing or a person in it. */
export const alternativeRule = createRule({
	name: 'concrete-alternative',
	hard: false,
	praise: 'A concrete alternative is offered where it is due.',
	findFault({prose, draw}) {
		if (!owesAlternative(draw)) return undefined;
		const offered = splitSpeech(prose).speech.some(speech => offer.test(speech) && concrete.test(speech));
		return offered ? undefined : `${draw.name} offers nothing concrete.`;
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
		const isTold = (text: string) => sharedStems(stems, text).length / stems.size > toldShare;
		if (!isTold(speech.join(' '))) return undefined;
		const told = speech.flatMap(spoken => spoken.split(/(?<=[.!?…])\s+/u)).find(isTold);
		return told && `The subtext is said aloud: "${told}"`;
	},
});
