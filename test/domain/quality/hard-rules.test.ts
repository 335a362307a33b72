import {expect, test} from 'vitest';
import {contractionsRule} from '../../../source/domain/quality/contractions-rule.js';
import {findPattern} from '../../../source/domain/quality/find-pattern.js';
import {gameNumberPatterns} from '../../../source/domain/quality/game-numbers.js';
import {hookWords} from '../../../source/domain/quality/hook-words.js';
import {hookWordsRule} from '../../../source/domain/quality/hook-words-rule.js';
import {lengthRule} from '../../../source/domain/quality/length-rule.js';
import {pastVerbs} from '../../../source/domain/quality/narration-verbs.js';
import {numbersInMouthRule} from '../../../source/domain/quality/numbers-in-mouth-rule.js';
import {pointOfViewRule} from '../../../source/domain/quality/point-of-view-rule.js';
import {proseFormRule} from '../../../source/domain/quality/prose-form-rule.js';
import {hardRules} from '../../../source/domain/quality/rules.js';
import {settingRule} from '../../../source/domain/quality/setting-rule.js';
import {tenseRule} from '../../../source/domain/quality/tense-rule.js';
import {unicodeRule} from '../../../source/domain/quality/unicode-rule.js';
import {legacyProse} from './legacy-prose.js';
import {check, goodProse} from './prose-subject.js';

const words = (count: number) => Array.from({length: count}, (_, index) => `word${index}`).join(' ');

test.each(hardRules.map(rule => [rule.name, rule] as const))('good prose passes %s', (_, rule) => {
	expect(rule.hard).toBe(true);
	expect(check(rule, goodProse)).toMatchObject({rule: rule.name, passed: true});
});

test.each([
	[59, false],
	[60, true],
	[120, true],
	[121, false],
])('a text of %i words: fits is %s', (count, fits) => {
	expect(check(lengthRule, words(count)).passed).toBe(fits);
});

test('the finding on length can be sent back as a reason', () => {
	expect(check(lengthRule, words(143)).detail).toBe('It has 143 words; 60 to 120 are allowed.');
});

test.each([
	['MARA: I told you.', 'a script line'],
	['Mara: “I told you.”', 'a script line'],
	['She left.\nYou: why?', 'a script line'],
	['She left (slowly).', 'parenthesis'],
	['She left [exit].', 'parenthesis'],
	['A) Help her', 'option label'],
	['1. Help her\n2. Leave', 'option label'],
	['You could take Option 1 here.', 'option label'],
	['She smiled. +5 trust', 'stat change'],
	['She smiled. Trust: -2', 'stat line'],
	['## The talk', 'heading'],
	['- she left\n- she came back', 'list item'],
	['She *really* left.', 'markdown'],
	['She typed https://example.org and left.', 'web address'],
	['She left\\t.', 'backslash'],
	['She left 😔 and wept 😭 again 💔.', 'emoji'],
])('prose-form refuses %j', (text, meaning) => {
	const finding = check(proseFormRule, `${text}\n${goodProse}`);
	expect(finding.passed).toBe(false);
	expect(finding.detail).toContain(meaning);
});

test.each([
	'It was 7:30 by the clock over the door.',
	'“Listen: it’s fine,” she said.',
	'She had one thing left: the bus.',
	'“Wait - no,” she said, half-laughing.',
	'The option was hers, a $5 one.',
	'There was no option a man like him could take.',
	'The sign said: 24 hours.',
	'“Bus: 14, then 9.”',
	'She read it out: “See you 👍.”',
	'He read her the number, +44 7700 900123, twice.',
	'The #7 bus hissed at the kerb.',
])('prose-form allows %j', text => {
	expect(check(proseFormRule, `${goodProse} ${text}`).passed).toBe(true);
});

test('speech that begins with a word and a colon is no script line', () => {
	expect(check(proseFormRule, `“Look: I can’t,” she said.\n${goodProse}`).passed).toBe(true);
});

test.each(['size 6.5 shoes', 'a 2.5-hour drive', '1.5 litres of it'])('%s is no number of the game', text => {
	expect(findPattern(`It was ${text}.`, gameNumberPatterns)).toBeUndefined();
});

test('"leaned" is told in the past', () => {
	expect(pastVerbs).toContain('leaned');
});

test.each([
	'I’m at 3.4/10 today',
	'about 0.7 of it',
	'my capacity is low',
	'the trust score fell',
	'our trust level',
	'a multiplier of some kind',
	'the urgency level is high',
	'the player nodded',
	'an NPC',
	'OCEAN',
	'the support needed',
	'her effective_capacity',
	'people_pleasing',
	'it was emotional shutdown',
	'I give it 6 out of 10',
	'I’m maybe three out of ten',
	'her trust in you went up by two',
	'my trust is 0.45.',
	'that cost me two energy',
	'you gained 2 points of trust',
	'I have six points of energy',
	'her energy points were low',
	'her stress bar filled',
	'You leveled up.',
	'you unlocked a new card',
	'The card evolved.',
	'keeping an eye on you, player.',
])('numbers-in-mouth refuses %j', text => {
	expect(check(numbersInMouthRule, `${goodProse} ${text}`).passed).toBe(false);
});

test.each([
	'ten minutes',
	'3 o’clock',
	'the 14 bus at 7.45',
	'$3.50 for coffee',
	'2.5 miles from here',
	'flat 12',
	'the ocean was loud',
	'a card player',
	'a record player',
	'her CD players',
	'half past 4',
	'1998',
	'nine out of ten times',
	'9 out of 10 in the test',
	'Windows 3.1',
	'the player of the month',
	'in a voluntary capacity',
	'her trust fell by the wayside',
	'it cost me four days, and trust me, it was worth it',
	'she lost two buttons, and her energy with them',
	'an energy bar',
	'the points of the railway',
	'version 2.0.1',
	'an unlocked door and a card',
])('numbers-in-mouth allows %j', text => {
	expect(check(numbersInMouthRule, `${goodProse} ${text}`)).toMatchObject({passed: true});
});

test.each([
	'I ll come',
	'I don t know',
	'so it s late',
	'I dont know',
	'we didnt',
	'Im late',
	'they re gone',
	'cant',
])('contractions refuses %j', text => {
	expect(check(contractionsRule, `${goodProse} ${text}`).passed).toBe(false);
});

test('a possessive is no contraction', () => {
	expect(check(contractionsRule, 'Zoë’s bag stood by the dog’s bowl at six o’clock.').passed).toBe(false);
	expect(check(contractionsRule, "Zoë's bag stood by the dogs' bowl.").passed).toBe(false);
});

test.each([
	"I'll stay.",
	'I’ll stay.',
	'She didn’t.',
	"It's late.",
	'Let’s go.',
	'They’d left, as was their wont.',
])('%j holds a real contraction', text => {
	expect(check(contractionsRule, text).passed).toBe(true);
});

test.each([
	'donâ€™t',
	'cafÃ©',
	'done ‚úÖ',
	'a \uFFFD b',
	'a\u0007b',
	'\u001B[31mred',
	'a\u202Eb',
	'a\u200Bb',
	'a\u00ADb',
	'half \uD83D emoji',
	'a\u200Db',
])('unicode refuses %j', text => {
	expect(check(unicodeRule, `${goodProse} ${text}`).passed).toBe(false);
});

test.each([
	'José’s café',
	'“Çok güzel” — naïve…',
	'SÃO Paulo',
	'👩‍🚒 left',
	'two\nparagraphs',
	'Łódź, Ağrı, Ōsaka',
	'日本',
])('unicode allows %j', text => {
	expect(check(unicodeRule, `${goodProse} ${text}`).passed).toBe(true);
});

test('the hook surfaces by one content word in any form', () => {
	const hook = {tension: {hook_element: 'Zoë keeps folding old receipts.'}};
	expect(check(hookWordsRule, 'She folded it.', hook).passed).toBe(true);
	expect(check(hookWordsRule, 'A receipt lay there.', hook).passed).toBe(true);
	expect(check(hookWordsRule, 'She kept it.', hook).passed).toBe(true);
});

test('the name of the NPC and small words do not make the hook surface', () => {
	const finding = check(hookWordsRule, 'Zoë was there with something of hers.', {
		tension: {hook_element: 'There is something about Zoë and a torn map.'},
	});
	expect(finding.passed).toBe(false);
	expect(finding.detail).toContain('torn map');
	expect(hookWords('There is something about Zoë’s torn map.', 'Zoë')).toEqual(['torn', 'map']);
});

test.each([
	...[
		'the ruins',
		'a sigil',
		'two runes',
		'a quest',
		'the console',
		'a dragon',
		'a starship',
		'some hologram',
	],
	...[
		'the prophecy',
		'an artifact',
		'a vault',
		'the kingdom',
		'he cast a spell',
		'the pendant pulsed faintly',
	],
	...['a shadowy figure', 'an ancient portal', 'the airlock', 'The Relic', 'an android', 'the teleport'],
	...[
		'the console blinked',
		'two consoles',
		'the ruins of the temple',
		'the vault of the guild',
		'our mission',
	],
	...['the wizard nodded', 'she raised her wand', 'my magic’s spent', 'twin suns', 'he whispered a spell'],
	...['he drew his sword', 'her eyes glowed red', 'a hovercar', 'yes, my liege'],
])('setting refuses %j', text => {
	expect(check(settingRule, `${goodProse} It was ${text} there.`).passed).toBe(false);
});

test.each([
	...[
		'a request',
		'the console table',
		'he tried to console her',
		'a games console',
		'spell it out',
		'a dry spell',
	],
	...[
		'dragged her feet',
		'a dragonfly',
		'dragon fruit',
		'the bank vault',
		'the United Kingdom',
		'it ruins everything',
	],
	...['scrolled down', 'a cryptic note', 'a prune', 'the questions', 'a museum artefact', 'an Android phone'],
	...['a mission statement', 'a relic from the nineties', 'the orchestra'],
	...[
		'she couldn’t console him',
		"he didn't console anyone",
		'they could not console Mara',
		'I can’t console',
	],
	...['nothing consoles you', 'I’ll console the cat', 'she might console a friend', 'a PlayStation console'],
	...['a paper dragon', 'Dungeons and Dragons', 'my kingdom for a tea', 'an elf costume', 'Santa’s elves'],
	...['a self-fulfilling prophecy', 'a bit mercenary', 'an airlock in the radiator', 'I can’t teleport'],
	...['if I could teleport', 'the family vault', 'the ruins of the birthday cake', 'I’ve got an Android'],
	...['the Mission Street bus', 'the innkeeper in the nativity play', 'a spaceship duvet'],
	...[
		'a picture of a sword',
		'she lowered the wand into the milk',
		'he drew two suns in the corner',
		'the cat levitated off the sofa',
		'no magic wand',
		'a wizard with a spanner',
		'I’m a vampire on nights',
		'a right dragon',
		'it’s a relic',
	],
])('setting allows %j', text => {
	expect(check(settingRule, `${goodProse} It was ${text} there.`)).toMatchObject({passed: true});
});

test('the narrator must not say I, and the NPC may', () => {
	expect(check(pointOfViewRule, 'Zoë looked at you. “I know,” she said.').passed).toBe(true);
	expect(check(pointOfViewRule, 'Zoë looked at you. I knew it.').passed).toBe(false);
	expect(check(pointOfViewRule, 'Zoë looked at you and took my arm.').passed).toBe(false);
	expect(check(pointOfViewRule, "Zoë looked at you. 'I'm fine,' she said, 'and my cat is too.'").passed).toBe(
		true,
	);
});

test('the player is nobody else', () => {
	for (const text of ['You were Zoë, and you folded it.', 'As Zoë, you folded it.', 'You, Zoë, folded it.']) {
		expect(check(pointOfViewRule, text).detail).toContain('makes the player Zoë');
	}
	const ordinary = 'You were Zoë’s friend, and you are Zoë-proof by now. “You are Zoë,” she told the mirror.';
	expect(check(pointOfViewRule, ordinary).passed).toBe(true);
});

test('the NPC and the player both have to occur', () => {
	expect(check(pointOfViewRule, 'You looked away. “I know,” somebody said.').passed).toBe(false);
	expect(check(pointOfViewRule, 'She looked away and said nothing.').passed).toBe(false);
	expect(check(pointOfViewRule, 'They waited for your answer.', {draw: {pronouns: 'they/them'}}).passed).toBe(
		true,
	);
});

test('present narration fails and present speech does not', () => {
	const spoken = 'Zoë looked up. “He says no, she says yes, and he walks off and looks back,” she said.';
	expect(check(tenseRule, 'Zoë looks up. She says no and she turns away.').passed).toBe(false);
	expect(check(tenseRule, spoken).passed).toBe(true);
	expect(check(tenseRule, 'They look up and they say no.').passed).toBe(false);
});

test('nouns that look like present forms do not count', () => {
	expect(
		check(tenseRule, 'Her looks and his hands: two steps, no smiles, the turns of the stairs.').passed,
	).toBe(true);
});

test.each([
	['firstPersonVault', ['setting', 'point-of-view']],
	['console', ['setting', 'tense', 'point-of-view']],
	['quest', ['setting', 'numbers-in-mouth', 'tense', 'point-of-view']],
	['sigil', ['setting', 'numbers-in-mouth', 'point-of-view']],
	['addressesPlayer', ['numbers-in-mouth']],
	['presentTense', ['tense']],
] as const)('what v2.2 wrote breaks the rules: %s', (key, expected) => {
	const broken = hardRules.filter(rule => !check(rule, legacyProse[key]).passed).map(rule => rule.name);
	expect(broken).toEqual(expect.arrayContaining([...expected]));
});
