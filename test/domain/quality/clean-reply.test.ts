import fc from 'fast-check';
import {expect, test} from 'vitest';
import {countWords} from '../../../source/domain/count-words.js';
import {findOutsideWords} from '../../../source/domain/quality/chatter.js';
import {cleanReply} from '../../../source/domain/quality/clean-reply.js';
import {createIntroductionFilter, hasAfterword} from '../../../source/domain/quality/drop-chatter.js';
import {proseLimits} from '../../../source/domain/quality/trim-prose.js';
import {goodProse} from './prose-subject.js';
import {chatterBefore, chatterBehind, proseBefore, proseBehind} from './reply-frames.js';

const before = (text: string) => `${text}\n\n${goodProse}`;
const behind = (text: string) => `${goodProse}\n\n${text}`;
const straightProse = goodProse.replace(/[“”]/gu, '"');
const isDropped = (reply: string) => cleanReply(reply).prose === goodProse;
const isKept = (reply: string) => cleanReply(reply).prose === reply.replaceAll('\n\n', ' ');

test.each(['early', 'late'] as const)('of the %s frames, all prose is kept (precision 100 %%)', set => {
	const replies = [...proseBefore[set].map(before), ...proseBehind[set].map(behind)];
	expect(replies.filter(reply => !isKept(reply))).toEqual([]);
});

test.each([
	[
		'early',
		'59 of 60',
		[
			'By folding the receipt, Zoë shows her discomfort without words, and the story stays true to the brief.',
		],
	],
	['late', '19 of 20', ["It's a short scene, but it shows how honest Zoë can be."]],
] as const)('of the %s frames, %s bits of chatter are dropped (recall)', (set, _, missed) => {
	const missedBefore = chatterBefore[set].filter(text => !isDropped(before(text)));
	const missedBehind = chatterBehind[set].filter(text => !isDropped(behind(text)));
	expect([...missedBefore, ...missedBehind]).toEqual(missed);
});

test.each([
	`Sure!\n\nHere's the next paragraph:\n\n**The Letter**\n\n${goodProse}\n\n---\n\nLet me know if it fits.`,
	`**The Letter**\n${goodProse}`,
	`Sure!\n\n---\n\n${goodProse}\n\n---`,
	`---\n${goodProse}\n---`,
	`Narrator: ${goodProse}`,
	`Sure!\\n\\n${straightProse.replaceAll('"', '\\"')}`,
	`Paragraph 1:\n${goodProse}\n\nWhat will you do next?`,
	`**No Room on the Bench!**\n\n${goodProse}`,
	`In this scene, Zoë declines gently.\n\n${goodProse}\n\nSo what would you like to do?`,
	`\`\`\`text\n${goodProse}\n\`\`\``,
	`Here it is:\n\`\`\`\n${goodProse}\n\`\`\`\nI hope this helps.`,
	`The Letter\n${goodProse}`,
	`Here's the next paragraph: ${goodProse}`,
	`Here is the continuation,\nas you asked for it:\n\n${goodProse}\nI hope this helps!`,
	`Here's the paragraph:\r\n\r\n"${goodProse}"\r\n\r\nThis paragraph is 95 words long.\r\n`,
])('all that stands around the prose goes: %j', reply => {
	expect(cleanReply(reply).prose.replaceAll(/[“”]/gu, '"')).toBe(straightProse);
});

test.each([
	`She sat down on the bench. Here’s the paragraph: ${goodProse}`,
	`She sat down on the bench. Here’s the paragraph:\n\n${goodProse}`,
	`${goodProse}\n\nShe sat down on the bench. This paragraph shows how tired she was.`,
])('no prose goes with the chatter behind it: %j', reply => {
	expect(cleanReply(reply).prose).toBe(reply.replaceAll('\n\n', ' '));
	expect(findOutsideWords(cleanReply(reply).prose)).toBeDefined();
});

const singleProse = goodProse.replaceAll('“', '‘').replaceAll('”', '’');

test.each([
	['"', goodProse, '"'],
	['"', straightProse, '"'],
	['“', goodProse, '”'],
	['"', singleProse, '"'],
	['"', goodProse, ''],
	['"', straightProse, ''],
])('quote marks around the whole are taken off: %s %s %s', (opening, prose, closing) => {
	expect(cleanReply(opening + prose + closing).prose).toBe(prose);
});

test.each([
	'“I can’t tonight,” she said, and folded the receipt. “Come on Thursday, then.”',
	'"I can\'t tonight," she said, and folded the receipt. "Come on Thursday, then."',
	'“The word ‘tonight’ isn’t in it,” she said. “I’m sorry.”',
	'"No. "Not tonight," she said.',
	'"The word "tonight" was never said," she said.',
])('the marks of speech stay: %s', speech => {
	expect(cleanReply(speech).prose).toBe(speech);
});

test('lines and paragraphs become one, and speech that is left open is closed', () => {
	const wrapped = goodProse.replace(/(.{50,70}) /gu, '$1\n');
	expect(wrapped.split('\n').length).toBeGreaterThan(6);
	expect(cleanReply(wrapped).prose).toBe(goodProse);
	expect(cleanReply('She sat. “I can’t.\n\n“Not tonight,” she said.').prose).toBe(
		'She sat. “I can’t.” “Not tonight,” she said.',
	);
	expect(cleanReply('“I can’t.”\n“Not tonight,” she said.').prose).toBe(
		'“I can’t.” “Not tonight,” she said.',
	);
});

test.each([
	'Zoë sat down. “I can’t do tonight. But\nlet me know if Thursday works,” she said.',
	'Zoë sat down. “I can’t.\nLet me know if Thursday works,” she said.',
	'Zoë sat down. "You can stay.\nFeel free to eat the rest," she said.',
	'Zoë sat down. “I can’t.\n\nLet me know if Thursday works,” she said.',
	'Zoë told you of the flood, and\nthis story is the one she told you twice.',
])('a line of what is said or told is no chatter: %j', reply => {
	expect(cleanReply(reply).prose).toBe(reply.replace(/\n+/gu, ' '));
	expect(hasAfterword(reply)).toBe(false);
});

test.each([
	`Following the scene at the counter, Zoë pressed the bell and waited for you to speak.\n\n${goodProse}`,
	`Based on the text from the school, the play was off.\n\n${goodProse}`,
	`Zoë’s response: a slow nod. ${goodProse}`,
	`The reply from the council: no. ${goodProse}`,
	`Your text: three words. ${goodProse}`,
	`${goodProse}\n\nThe draft set the candle shaking.`,
	`${goodProse}\n\nThe draft should have been fixed by then.`,
])('a sentence of the story stays: %j', reply => {
	expect(cleanReply(reply).prose).toBe(reply.replaceAll('\n\n', ' '));
});

test.each(['Sure!', "Here's the next paragraph:", '**The Letter**'])('%j alone is no prose', reply => {
	expect(cleanReply(reply).prose).toBe('');
});

const introduced = [...chatterBefore.early, ...chatterBefore.late, ...proseBefore.early, ...proseBefore.late];

test('what streams in is passed on without its introduction, as the whole is kept', () => {
	fc.assert(
		fc.property(fc.constantFrom(...introduced), fc.integer({min: 1, max: 30}), (text, size) => {
			const filter = createIntroductionFilter();
			const pieces = before(text).match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
			const passed = pieces.map(piece => filter(piece)).join('');
			expect(cleanReply(passed).prose).toBe(cleanReply(before(text)).prose);
			expect(passed.startsWith(goodProse.slice(0, 20))).toBe(isDropped(before(text)));
		}),
		{numRuns: 500},
	);
});

test.each([
	["Sure! Here's the next paragraph of it. Zoë waited.", 'Here’s the next paragraph'],
	['Zoë sat down. This paragraph captures her honest limit.', 'This paragraph captures'],
	['Zoë sat down. Let me know if you need more.', 'Let me know if'],
	['“I can’t.” Beat. Zoë sat down.', 'Beat.'],
	['INT. LAUNDROMAT. Zoë sat down.', 'INT'],
	['Zoë sat down. The camera pans to the letter.', 'The camera pans'],
	['Zoë sat down. The end. You left.', 'The end'],
	['Zoë sat down. This shows that she was tired.', 'This shows that'],
	['Zoë sat down. In conclusion, she was tired.', 'In conclusion,'],
	['Zoë sat down. The user asked again.', 'The user asked'],
	['Zoë sat down. What would you like to do next?', 'What would you like to do next?'],
	['“As an AI, I can’t,” Zoë said.', 'As an AI'],
])('%s is chatter within a paragraph', (text, found) => {
	expect(findOutsideWords(text)?.replace("'", '’')).toBe(found);
});

test.each([
	...[...proseBefore.early, ...proseBefore.late, ...proseBehind.early, ...proseBehind.late].map(String),
	'“Let me know if you need the car,” Zoë said.',
	'“What do you do?” you asked. “Pause. Breathe. This shows that you can.”',
	'At the end. The end of the belt was frayed; she paused.',
	'She read the user manual and the exits on the plan.',
	'You told her to feel free to call. She had brought the forms, as requested, in a blue folder.',
	'Her essay was at the word limit. Cut to the bone by the wind, she stood.',
	'“He works as an AI trainer,” she said.',
])('%s is none', text => {
	expect(findOutsideWords(text)).toBeUndefined();
});

test.each([
	...[
		'Beat.',
		'Pause.',
		'Cut to the door.',
		'Fade out.',
		'Close-up on the letter.',
		'Closeup of it.',
		'End scene.',
	],
	...['End of scene.', 'Scene ends.', 'Lights fade.', 'The camera lingers.', 'She exits.', 'Ext. A street.'],
	...[
		'The end!',
		'End of story.',
		'In conclusion, no.',
		'Moral: rest.',
		'Moral of the story: rest.',
		'Note: rest.',
	],
	...['This highlights how she felt.', 'The user wants more.', 'What do you do?', 'Choice two is to go.'],
	...['The word limit was kept.', 'Feel free to ask.', 'As requested, no lists.', 'Here is the revision.'],
	...['This narrative explores it.', 'This scene portrays it.', 'What will you do next?'],
])('%s steps out of the story', text => {
	expect(findOutsideWords(`Zoë sat down. ${text} You left.`)).toBeDefined();
	expect(findOutsideWords(`Zoë sat down. “${text} You left,” she said.`)).toBeUndefined();
});

const paragraphs = [
	...introduced,
	...[...chatterBehind.early, ...chatterBehind.late, ...proseBehind.early, ...proseBehind.late],
	...[goodProse, straightProse, singleProse],
];
const glue = fc.constantFrom(' ', '\n', '\n\n');

test('what is clean stays as it is', () => {
	const reply = fc.array(fc.tuple(fc.constantFrom(...paragraphs), glue), {maxLength: 6});
	fc.assert(
		fc.property(reply, parts => {
			const {prose} = cleanReply([...parts.flat(), goodProse].join(''));
			fc.pre(countWords(prose) >= proseLimits.minWords);
			expect(cleanReply(prose).prose).toBe(prose);
		}),
		{numRuns: 2_000},
	);
});

test('what is clean is one line without blanks around it, whatever came', () => {
	const hostile = fc.oneof(
		fc.constantFrom(...paragraphs),
		fc.string({unit: 'binary'}),
		fc.constantFrom('"', '“', '”', '---', '```', '\r', '\u2028', ':'),
	);
	fc.assert(
		fc.property(fc.array(fc.tuple(hostile, fc.oneof(glue, fc.constant(''))), {maxLength: 8}), parts => {
			const {prose} = cleanReply(parts.flat().join(''));
			expect(prose).not.toContain('\n');
			expect(prose).toBe(prose.trim());
		}),
		{numRuns: 3_000},
	);
});
