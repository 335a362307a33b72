import type {SpokenText} from './spoken-text.js';

const offer =
	/\b(?:I can|I could|I'll|I will|I'm going to|let me|let's|we can|we could|we'll|how about|what about|what if|why don't|come (?:by|over|round|with|to|back)|(?:ring|call|text|message|ask|try|meet|bring|send|give|take|sit|sit by|stay with) (?:me|your|the|with|it|us|them|him|her)|instead|you could|tell me|stay|sit by)\b/i;
const concrete =
	/\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|now|first thing|lunch|breakfast|dinner|supper|morning|afternoon|evening|weekend|noon|midday|minutes?|hours?|half|o'clock|after|before|until|till|when|while|once|list|letter|form|phone|number|kettle|tea|coffee|bus|car|walk|door|table|page|shop|keys|soup|sister|brother|neighbou?r|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty)\b/i;

/**
 * A concrete smaller or other thing is offered: with a time, a thing or a person in it. Written before there were
 * labelled texts; one written from the open half of them found less on the other (`docs/quality.md`).
 */
export function hasOffer({speech}: SpokenText): boolean {
	return speech.split('\n').some(said => offer.test(said) && concrete.test(said));
}
