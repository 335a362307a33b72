import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {countWords} from '../../source/domain/count-words.js';
import {dialogueStep} from '../../source/pipeline/steps/dialogue.js';
import {exampleTension, goodProse, subjectOf} from '../domain/quality/prose-subject.js';

const subject = {
	draw: subjectOf(goodProse).draw,
	outputs: {tension: exampleTension},
	prompt: '',
	findCopiedRun: () => undefined,
	findOverused: () => undefined,
	findNearCopy: () => undefined,
};

/** The reply as far as the step lets it stream, word by word, and what the step says of it. */
function stream(reply: string, before = '') {
	const watch = dialogueStep.watch(before);
	let text = before;
	for (const piece of reply.match(/\s*\S+/gu) ?? []) {
		text += piece;
		if (watch.push(piece) === 'enough') break;
	}
	return {text, verdict: dialogueStep.check({text, finish: 'stop'}, subject)};
}

const chatter =
	"Certainly! Here's the next paragraph of the story, in the past tense and with the reader as “you”, in about one hundred words and without any brackets:\n\n**The Letter from the Council**";
const accepted = (trimmed: boolean) => ({ok: true, outputs: {dialogue: {prose: goodProse, trimmed}}});

test('what stands around the prose is neither kept nor counted, and what follows it ends the stream', () => {
	const {text, verdict} = stream(
		`${chatter}\n\n${goodProse}\n\nThis paragraph captures her honest limit. It also keeps to the past tense.`,
	);
	expect(countWords(text)).toBeGreaterThan(130);
	expect(text.endsWith('honest limit.')).toBe(true);
	expect(verdict).toEqual(accepted(true));
});

test('prose in several paragraphs or lines is kept as one paragraph', () => {
	const paragraphs = goodProse.replace('. “I’ve', '.\n\n“I’ve').replaceAll('. ', '.\n');
	expect(stream(paragraphs).verdict).toEqual(accepted(false));
});

test('chatter within the paragraph is sent back with the words that are meant', () => {
	const {verdict} = stream(`${goodProse} This paragraph shows her honest limit.`);
	expect(verdict).toMatchObject({
		ok: false,
		failure: 'rule-broken',
		reason: expect.stringContaining('This paragraph shows'),
		next: 'repair',
	});
});

test('chatter alone is asked for afresh, not gone on with', () => {
	const reply = "Sure! Here's the paragraph you asked for:";
	expect(stream(reply).verdict).toMatchObject({ok: false, reason: 'It holds no prose.', next: 'redo'});
});

test('a title with brackets does not end the stream', () => {
	expect(stream(`[The Letter]\n\n${goodProse}`).verdict).toEqual(accepted(false));
});

type Scene = {kind: string; prose: string};
const scenes: {good: Scene[]; bad: Array<Scene & {reason: string}>} = JSON.parse(
	readFileSync(new URL('../fixtures/edited-scenes.json', import.meta.url), 'utf8'),
);

test.each(scenes.good.map(({kind, prose}) => [kind, prose]))(
	'a good scene is taken as it is: %s',
	(_, prose) => {
		expect(stream(prose).verdict).toEqual({ok: true, outputs: {dialogue: {prose, trimmed: false}}});
	},
);

test.each(scenes.bad.map(({kind, prose, reason}) => [kind, prose, reason]))(
	'a bad scene is sent back with the reason: %s',
	(_, prose, reason) => {
		const {verdict} = stream(prose);
		expect(verdict).toMatchObject({ok: false, reason: expect.stringContaining(reason)});
	},
);
