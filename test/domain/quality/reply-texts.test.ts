import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cutAtFormBreak, hasFormBreak} from '../../../source/domain/quality/cut-at-form-break.js';
import {echoShare, repeatShare} from '../../../source/domain/quality/echo-share.js';
import {tidyStepText} from '../../../source/domain/quality/tidy-step-text.js';

const scene =
	'Remy put the chess piece down and looked at you. "I\'m not sure," they said, and went on mopping the floor.';

test('prose without a break comes back whole', () => {
	expect(cutAtFormBreak(scene)).toBe(scene);
	expect(hasFormBreak(scene)).toBe(false);
});

test.each([
	['a bracket', `${scene} (smiling) Well.`],
	['a heading', `${scene}\n\n## What happens next`],
	['a list', `${scene}\n- first\n- second`],
	['a numbered list', `${scene}\n1. first`],
	['another list', `${scene}\n· first`],
	['a lettered list', `${scene}\nA. first`],
	['a fence', `${scene}\n\`\`\``],
	['a script line', `${scene}\nRemy: I'll come.`],
	['markdown', `${scene} *sighs*`],
	['a note', `${scene}\n\nNote: this is past tense.`],
])('prose is cut before %s', (_, text) => {
	expect(cutAtFormBreak(text)).toBe(scene);
	expect(hasFormBreak(text)).toBe(true);
});

test.each(['The #7 bus hissed.', '\n"Listen: I can\'t," they said.', '\n10.30 was too late.'])(
	'prose goes on behind %j',
	text => {
		expect(cutAtFormBreak(`${scene} ${text}`)).toBe(`${scene} ${text}`);
	},
);

test('what is cut never holds a break, whatever came', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(hasFormBreak(cutAtFormBreak(text))).toBe(false);
		}),
	);
});

test('a copied prompt is an echo, new words are none', () => {
	expect(echoShare(scene, `The story so far: ${scene}`)).toBe(1);
	expect(echoShare(scene, 'You asked about a washing machine that had flooded the kitchen again.')).toBe(0);
	expect(echoShare('Too short.', scene)).toBe(0);
});

test('a paragraph said twice repeats itself, one said once does not', () => {
	expect(repeatShare(scene)).toBe(0);
	expect(repeatShare(`${scene} ${scene}`)).toBeGreaterThan(0.4);
});

const tidy = (text: string) => tidyStepText(text, {isCutOff: false});
const tidyCut = (text: string) => tidyStepText(text, {isCutOff: true});

test.each([
	['There was a flag from the attic and ...', 'There was a flag from the attic'],
	['The queue was long. It cost them the', 'The queue was long.'],
	['The queue was long. It smelled of toast…', 'The queue was long. It smelled of toast'],
	['night shifts', 'night shifts'],
	['Rain,', 'Rain'],
	['It smelled of toast…', 'It smelled of toast'],
	['  It   was late.\n', 'It was late.'],
])('`%s` is tidied to `%s`', (value, tidied) => {
	expect(tidy(value)).toBe(tidied);
});

test.each([
	'She keeps hoping that Mr. Okafor will not ask about the money',
	'A ticket for the No. 14 folded into four',
	"Warm and quick, with 'love?' at the end of everything",
	'Nobody ever asked her who the second key was for',
	'Remy found the box in room A',
	'Up at five! Then the bus, the depot, the school run',
	'She won’t say what she is waiting for, or who told her that',
])('`%s` ends without a full stop and is whole', value => {
	expect(tidy(value)).toBe(value);
});

test.each([
	['The queue was long. It cost them the whole', 'The queue was long.'],
	[
		'She keeps hoping that Mr. Okafor will not ask about the',
		'She keeps hoping that Mr. Okafor will not ask about',
	],
	['It is late again. She keeps hoping that Mr.', 'It is late again.'],
	['She waits by the gate… then goes home. But the k', 'She waits by the gate… then goes home.'],
	['She keeps hoping that Mr.', 'She keeps hoping'],
	['She keeps hoping. Nobody asks her.', 'She keeps hoping. Nobody asks her.'],
	['A ticket for the No. 14 folded', 'A ticket for the No. 14 folded'],
])('`%s`, cut off, is tidied to `%s`', (value, tidied) => {
	expect(tidyCut(value)).toBe(tidied);
});

test.each(['Yusra thought that,', 'Nico wanted to ...', '...', ', and'])(
	'`%s` is no more than a beginning',
	value => {
		expect(tidy(value)).toBeUndefined();
		expect(tidyCut(value)).toBeUndefined();
	},
);
