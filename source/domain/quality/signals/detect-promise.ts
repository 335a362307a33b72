import type {SpokenText} from './spoken-text.js';

const promise =
	/\b(?:I'll|I will|we'll|I'm going to)\b(?! (?:only|never|not|be (?:honest|no|late|dead|right back|back)|say|admit|smile|tell you|bet|need|see|think|just (?:get|grab|finish|put|see|be)|get the (?:door|kettle|phone)|put the kettle|come to that|let you know|have to|probably))/i;
const assent =
	/(?:^|\n|[.!?] ?)(?:yes|of course|sure|certainly|happy to|absolutely|consider it done|leave it with me|no problem|never a bad time|plenty of time|go on,? I'm|give me (?:the|your|ten|until|two))\b(?!,? but\b)/im;
const pledge =
	/\b(?:I promise|I swear|you have my word|count on me|I've got (?:this|you)|I can help\b|I can assist|I'm here to help|you can have|passenger seat's yours|I'm free from)\b/i;
const told =
	/\b(?:said|says) (?:she|he|they)(?:'d| would| will)\b|\bagreed to (?:help|meet|drive|come)\b|\bsaid (?:yes|sure)\b|\bhad said yes\b/i;

/** A yes, a task taken, a thing lent, a time fixed. */
export function hasPromise({speech, narration}: SpokenText): boolean {
	return promise.test(speech) || assent.test(speech) || pledge.test(speech) || told.test(narration);
}
