import {pastVerbs} from './narration-verbs.js';
import {readWords} from './read-words.js';
import {findQuotedSpans, splitSpeech} from './split-speech.js';

/** What a model calls the thing it was asked for. Scenes, stories and texts also occur in what is told. */
const paper = 'paragraph|continuation|passage|dialogue|rewrite|rewriting|revision|draft|narrative|excerpt';
const work = `${paper}|scene|scenario|story|version|response|reply|text|piece|attempt|interaction|prose`;
const agreement =
	"sure(?: thing)?|okay|ok|certainly|of course|absolutely|alright|all right|great|understood|got it|no problem|yes|thanks|thank you|sorry|(?:my )?apologies|i['’]m sorry|i apologi[sz]e|you['’]re right";
const says =
	'captures?|shows?|reflects?|maintains?|keeps?|uses?|follows?|demonstrates?|continues?|conveys?|illustrates?|highlights?|includes?|stays?|avoids?|meets?|adheres?|explores?|depicts?|portrays?|emphasi[sz]es?|ends?|sets|adds?|focuses|provides?|reveals?|presents?|contains?|employs?|takes?|aims?|ensures?|establishes|balances?|gives?|tells?|describes?|respects?|fits?|sticks?|remains?|features?|incorporates?|introduces?|centers|centres|is|has';

/** An answer to whoever asked may stand before what a model announces; prose may not. */
const lead = `^(?:(?:${agreement})\\b[^:]*[.!,—–-] )?`;
const inThisScene = new RegExp(
	`^in this (?:[\\p{L}-]+ )?(?:${paper}|scene|scenario|response|interaction),`,
	'iu',
);

/** Of a line or paragraph of its own, in front of the prose. */
const introductions: readonly RegExp[] = [
	new RegExp(
		`${lead}(?:here(?:['’]s| is| are)|below is|this is|the following is|as requested,) (?:[\\p{L}-]+,? ){0,4}?(?:${work})s?\\b`,
		'iu',
	),
	new RegExp(`^(?:${agreement})(?:[,.!—–-]+ (?:i|let me|let['’]s|happy to)\\b.*)?[.!:…]*$`, 'iu'),
	inThisScene,
	/^let(?: me|['’]s) (?:try|continue|rewrite|revise|write|begin|start|go on)\b.*[.:]$/iu,
	new RegExp(`${lead}here (?:it is|you go|goes|we go)[.!:…]*$`, 'iu'),
	new RegExp(`${lead}(?:i(?:['’]ll| will|['’]ve| have)|let me) .*\\b(?:${work})\\b`, 'iu'),
	/^(?:(?:final )?(?:answer|output|result|assistant|narrator):|continued[.:…]*)$/iu,
	/^(?:(?:title|scene|setting) ?:|(?:chapter|part|scene|act) (?:\d+|[ivx]+|one|two|three|four)\b)[^.!?"“]{0,60}$/iu,
];

/** Says so plainly that it does not matter who occurs in it. */
const plainIntroduction = new RegExp(
	`${lead}here(?:['’]s| is) (?:[\\p{L}-]+ ){0,3}?(?:${paper})\\b.*[:.]$`,
	'iu',
);

/** So may a narrator begin, and what stands before a colon may be told: not where a verb of a narrator's occurs. */
const introductionsUnlessTold: readonly RegExp[] = [
	new RegExp(`^(?:continu(?:ing|ed)|based on|following) .*\\b(?:${work})s?\\b.*[:.]$`, 'iu'),
	new RegExp(`${lead}(?:[\\p{L}'’-]+ ){0,4}(?:${work})(?:,? [\\p{L}\\p{N}'’-]+){0,6}(?: \\(.*\\))?:$`, 'iu'),
];

/** Of a line or paragraph of its own, behind the prose: speaks of the work, or offers more of it. */
const afterwords: readonly RegExp[] = [
	new RegExp(
		`^(?:note that )?the (?:above |whole |entire )?(?:${paper}) (?:also |\\p{L}+ly )?(?:${says})\\b`,
		'iu',
	),
	inThisScene,
	new RegExp(`^this is (?:just |only )?(?:a|an|the|my) (?:[\\p{L}-]+ ){0,3}?(?:${work})\\b`, 'iu'),
	/^(?:please )?(?:let me know (?:if|whether|what)|feel free to)\b/iu,
	/^(?:i (?:really )?hope (?:this|that|it|you)|hope this)\b|^(?:i(?:['’]m| am) )?happy to (?:help|adjust|revise|change|make|provide|write)\b/iu,
	/^(?:is there anything|what happens next is)\b|^(?:so )?what (?:do|will|would) you\b[^.!]*\?$/iu,
	new RegExp(`^these (?:lines|details|choices|sentences) (?:${says})\\b`, 'iu'),
	/^(?:would you like|do you want|shall i|should i|if you(?:['’]d| would)? (?:like|want|need|prefer) (?:me|any|another|more|a different|further))\b/iu,
	/^i(?:['’]ve| have)? (?:tried|kept|made|used|written|wrote|aimed|included|avoided|can (?:also )?(?:adjust|revise|change|rewrite|continue|write))\b/iu,
	/^(?:word count|total words)\b|^\d+ words\b|^to be continued\b|^(?:the )?end\W*$|^end of (?:the )?\p{L}+\W*$/iu,
];
/** Also behind other sentences of its paragraph, where nothing is told in those. */
const selfPraise = new RegExp(
	`(?:^|[.!?:] )(?:(?:please )?note that |overall, )?this (?:[\\p{L}-]+ )?(?:${work}) (?:also |then |\\p{L}+ly )?(?:${says})\\b`,
	'iu',
);
/** A story or scene may be told of as well: not where a person occurs. */
const impersonalAfterword = new RegExp(
	`^the (?:above |whole |entire )?(?:scene|story|response|tone|language) (?:also |\\p{L}+ly )?(?:${says})\\b`,
	'iu',
);
const person = /\b(?:she|he|they|her|his|him|their|them|you|your|i|my|me)\b/iu;
const thirdPerson = /\b(?:she|he|they|her|his|him|their|them)\b/iu;
const speechEnd = /[.!?,…—–-]["”'’]$/u;
const decoration = /^[#*_([\s]+|[*_)\]\s]+$/gu;

/** A ruled line, or the fence of a block of code. */
const rule = /^(?:[-_=~*]{3,}|`{3}\p{L}*)$/u;

const mostCharacters = 240;
const longestTitle = 8;

const thePaper = new RegExp(`\\b(?:${paper}|version|answer|output|assistant|narrator)\\b`, 'iu');

/** Whether it calls what was asked for by its name, and it is nobody's. */
export function namesThePaper(text: string): boolean {
	return thePaper.test(text) && !/(?<!\bhere)['’]s\b/iu.test(text);
}

/** Whether a paragraph only introduces the prose behind it: a title, or words about what was asked for. */
export function isIntroduction(paragraph: string): boolean {
	if (paragraph.length > mostCharacters) return false;
	if (rule.test(paragraph)) return true;
	const text = paragraph.replace(decoration, '');
	if (hasSpeech(text)) return false;
	if (isTitle(text, text !== paragraph)) return true;
	if (plainIntroduction.test(text)) return true;
	if (thirdPerson.test(text)) return false;
	if (introductions.some(pattern => pattern.test(text))) return true;
	return introductionsUnlessTold.some(pattern => pattern.test(text)) && !isTold(text);
}

function isTold(text: string): boolean {
	return readWords(text).some(({text: word}) => pastVerbs.has(word));
}

/** No sentence, and no verb of a narrator's in it; in quote marks only as a title is written. */
function isTitle(text: string, isDecorated: boolean): boolean {
	const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
	if (words.length === 0 || words.length > longestTitle || !/^["“‘']?[\p{Lu}\p{N}]/u.test(text)) return false;
	if (thirdPerson.test(text)) return false;
	if (isDecorated) return true;
	if (/[.!?…,;:—–-]["”’']?$/u.test(text)) return false;
	const isCapital = words.every(word => word.length < 4 || /^[\p{Lu}\p{N}]/u.test(word));
	if (/^["“‘']/u.test(text)) return isCapital && words.length > 1;
	return isCapital || (/^(?:the|an?)\b/iu.test(text) && !isTold(text));
}

/** Whether a paragraph only speaks of the prose before it. */
export function isAfterword(paragraph: string): boolean {
	const text = paragraph.replace(decoration, '');
	if (hasSpeech(text)) return false;
	if (afterwords.some(pattern => pattern.test(text))) return true;
	const praise = text.search(selfPraise);
	if (praise >= 0 && !isTold(text.slice(0, praise))) return true;
	return impersonalAfterword.test(text) && !person.test(text);
}

/** Such words within a paragraph of prose, from which they cannot be parted safely; stage directions; questions to the reader. */
const outsideWords = new RegExp(
	[
		`\\bhere(?:['’]s| is) (?:[\\p{L}-]+ ){0,3}?(?:${paper})\\b`,
		`\\bthis (?:${paper}|story|scene) (?:captures|shows|reflects|maintains|demonstrates|conveys|illustrates|highlights|adheres|explores|depicts|portrays|emphasi[sz]es|reveals|establishes)\\b`,
		'\\blet me know if\\b',
		'(?<=^ {0,3}|[.!?]["”’]? {1,3})(?:(?:beat|pause)\\.|feel free to|as requested,|cut to(?= black|:| (?:the|an?) \\p{L}+\\.)|(?:the )?word (?:count|limit)|fade (?:in|out|to)|close-?up (?:on|of)|end (?:of )?scene|scene ends|lights fade|the camera (?:pans|zooms|cuts|lingers|pulls)|\\p{L}+ exits(?= stage|\\.)|int|ext|the end(?=[.!])|end of story|in conclusion,|moral(?: of the story)?:|note:)(?=[\\s.!:]|$)',
		'\\b(?:this (?:shows|demonstrates|highlights|illustrates) (?:that|how)|the user (?:asks?|asked|wants|says|said|replied))\\b',
		'\\b(?:what (?:do|will|would) you (?:like to )?do(?: next)?\\?|choice (?:one|two|three)\\b)',
	].join('|'),
	'iu',
);
/** What none of them is without, found in a tenth of the time. */
const outsideHint = new RegExp(
	[
		`\\b(?:here(?:['’]s| is) |this (?:${paper}|story|scene|shows|demonstrates|highlights|illustrates) `,
		'let me know if|feel free to|word (?:count|limit)|as requested|(?:beat|pause)\\.|cut to|fade (?:in|out|to)|close-?up',
		'end (?:of )?scene|scene ends|lights fade|the camera|exits|(?:int|ext)[\\s.!]|the end[.!]|end of story|in conclusion',
		'moral|note:|the user|you (?:like to )?do|choice (?:one|two|three))',
	].join('|'),
	'i',
);
/** "As an AI trainer" is somebody's work. */
const asModel =
	/\bas an? (?:AI(?: language model| assistant)?|(?:large )?language model)\b(?! (?!i\b)\p{L})/iu;

/** Words of the narration that step out of the story, or of anybody who speaks as a model. */
export function findOutsideWords(prose: string): string | undefined {
	const found = asModel.exec(prose)?.[0];
	if (found !== undefined || !outsideHint.test(prose)) return found;
	return outsideWords.exec(splitSpeech(prose).narration)?.[0];
}

function hasSpeech(text: string): boolean {
	return findQuotedSpans(text).some(span => !span.closed || speechEnd.test(text.slice(span.start, span.end)));
}
