import fc from 'fast-check';
import {expect, test} from 'vitest';
import {findForeignWord, listForeignWords} from '../../../source/domain/quality/setting-rule.js';
import {foreignPhrases, foreignWords} from '../../../source/domain/quality/setting-words.js';

/** For each phrase of the list, in its order, texts that hold it: one for every word that a closer look begins with. */
const samples: ReadonlyArray<readonly string[]> = [
	['She tapped the console.', 'Two consoles blinked.'],
	['The vault stood open.'],
	['They met among ruins.'],
	['He would cast a small spell on it.', 'She casts her spells.'],
	['A binding spell.', 'The dark rituals.', 'An ancient rite.', 'The forbidden scroll.', 'Ancient tomes.'],
	['Those dusty scrolls.'],
	['It was blood magic.'],
	['A glowing portal.'],
	[
		'The orb pulsed.',
		'The scar’s faint glow.',
		'The crystal pulses.',
		'The stone pulsing.',
		'Her pendant glowed.',
		'The locket glowing.',
		'His tattoo glows.',
		'The mark softly throbbing.',
	],
	['It put the mission at risk.'],
	['His dwindling power.', 'A secret pact.', 'Its core programming.'],
	['Hooded figures came.'],
	['A covert operation.', 'Shadow meetings.', 'Rogue operatives.'],
	['A plasma rifle.'],
	['An alien ship.'],
	['This android knew.'],
	['A lunar base.', 'The space colony.', 'Mars colonies.'],
	[
		'The wizard said no.',
		'The witch hissed.',
		'The vampire nodded.',
		'The werewolf smiled.',
		'The cyborg turned; the cyborg said so.',
	],
	['She raised her wand.'],
	['He bared his fangs.'],
	['“My magic’s spent,” she said.'],
	['She muttered an enchantment.', 'He chanted the incantation.', 'He whispered a spell.'],
	['He drew his sword.', 'The sword hung there.'],
	['Her eyes glowed red.', 'Eyes glowing green.'],
	['By the gods!', 'Yes, my liege.'],
	['Two suns rose.'],
	['The travelers were late.', 'The travellers knew.', 'The villagers will come.'],
];

test.each([
	'A coin lay in the center console of the car.',
	'The holographic sticker had come off.',
	'The fridge was a relic.',
])('an ordinary use is none: %s', text => {
	expect(findForeignWord(text)).toBeUndefined();
});

test('every foreign phrase is found by each of the words that lead to a closer look', () => {
	expect(samples).toHaveLength(foreignPhrases.length);
	for (const [index, {pattern}] of foreignPhrases.entries()) {
		for (const text of samples[index] as readonly string[]) {
			expect(text).toMatch(pattern);
			expect(findForeignWord(text)).toBeDefined();
			expect(listForeignWords(text)).not.toEqual([]);
		}
	}
});

test('a word that leads to a closer look is foreign only in company', () => {
	expect(
		findForeignWord('The meeting about the figures had no power; she glowed at the base of the stairs.'),
	).toBeUndefined();
	expect(findForeignWord('The controller lay beside the games console.')).toBeUndefined();
});

test('a text is looked at closely wherever there is something to find', () => {
	const words = [...foreignWords, ...foreignPhrases.flatMap(({words}) => words)];
	const around = [
		'the ',
		'an ',
		'ancient ',
		'dark ',
		'lunar ',
		'Mars ',
		"'s",
		'’s ',
		's',
		' ',
		'-',
		'“',
		'. ',
		'É',
		'7',
	];
	const pieces = fc.constantFrom(...words, ...words.map(word => word.toUpperCase()), ...around, ...around);
	fc.assert(
		fc.property(fc.array(pieces, {maxLength: 8}), given => {
			const text = given.join('');
			expect(findForeignWord(text) !== undefined).toBe(listForeignWords(text).length > 0);
		}),
		{numRuns: 3_000},
	);
});
