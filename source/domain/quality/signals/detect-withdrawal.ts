import type {SpokenText} from './spoken-text.js';

const announced =
	/\b(?:shutting off|closing up|nothing to say|no words|can't talk|going (?:blank|quiet|flat)|go(?:ing)? to go quiet|switching off|shutting down|the shutter|it's coming down|talking's finished|bit quiet now|I'm not here|it goes blank|I've gone (?:blank|quiet))\b/i;
const toneless =
	/(?:^|\n)\W*(?:fine|mm+|right|sure|whatever(?: you think)?|ok(?:ay)?|don't know|dunno|maybe|if you like|if you want|I suppose|I guess|suit yourself|nothing|never mind|it doesn't matter|doesn't matter|it's fine|sure\W+fine|I don't know|no|yes|yeah|later|not now)\W*(?=\n|$)/gim;
const turnedAway =
	/\b(?:answers?|sentences|words|replies) (?:had )?(?:been )?(?:began to |got |getting |grew |grow |shrank|shrunk|come from further|shorter)|\bdidn't look up\b|\b(?:stared|looked|looking|staring) at (?:the|a) (?:wall|screen|telly|television|floor|ceiling)\b|\bsaid nothing (?:else|more)\b|\b(?:didn't|did not) (?:speak|answer|say anything) (?:again|after)|\bafter that (?:she|he|they) didn't\b|\b(?:in|with) (?:a )?(?:flat|toneless|level) (?:voice|tone)\b|\bwithout (?:tone|looking up|turning)\b|\b(?:turned|turning) (?:away|back to|to (?:the|a) (?:screen|wall|window|telly|sink))\b|\beyes on the (?:screen|wall|floor|window|telly)\b/i;

const toneLessEnough = 2;

/** Flat and shrinking within the scene: said so, or two toneless words, or one of them turned away. */
export function hasWithdrawal({speech, narration}: SpokenText): boolean {
	if (announced.test(speech)) return true;
	const flat = speech.match(toneless)?.length ?? 0;
	const away = turnedAway.test(narration);
	if (isShort(speech)) return true;
	return (
		flat >= toneLessEnough ||
		(flat > 0 && away) ||
		/\b(?:answers|sentences|words) (?:had been |began |got|grew|shrank)/i.test(narration)
	);
}

const fewestQuotations = 3;
const mostWordsOnAverage = 3;

/** Nothing but a few words at a time, and none of them loud. */
function isShort(speech: string): boolean {
	const quotations = speech.split('\n').filter(each => each !== '');
	if (quotations.length < fewestQuotations || speech.includes('!')) return false;
	const words = quotations.reduce((sum, each) => sum + each.split(/\s+/).length, 0);
	return words / quotations.length <= mostWordsOnAverage;
}
