/** What good replies are made of: `{slots}` are filled from `slots` or from what the prompt asks for. */
export const slots: Record<string, readonly string[]> = {
	thing: [
		...['kettle', 'mug', 'shopping bag', 'umbrella', 'folder', 'bus ticket', 'tea towel', 'phone charger'],
		...['lunch box', 'notebook', 'spare key', 'paper cup', 'scarf', 'parcel', 'bicycle lamp', 'sandwich'],
	],
	place: [
		...['window', 'door', 'back stairs', 'counter', 'corner table', 'railing', 'lift', 'coat rack'],
		...['notice board', 'radiator', 'bus stop', 'far bench', 'hallway', 'sink', 'front step', 'bookshelf'],
	],
	sound: [
		...['a tap dripped', 'a van reversed', 'rain ticked on the glass', 'a radio mumbled', 'a door banged'],
		...[
			'a dog barked twice',
			'the fridge hummed',
			'a tram squealed',
			'somebody laughed',
			'the lights buzzed',
		],
	],
	smell: [
		...['burnt toast', 'wet wool', 'floor polish', 'coffee', 'oranges', 'fresh paint', 'soap', 'diesel'],
		...['warm bread', 'cut grass', 'old paper', 'onions'],
	],
	when: [
		...['after the late shift', 'on Thursday at six', 'once the shop shuts', 'tomorrow before nine'],
		...['on Saturday morning', 'when the children are asleep', 'after lunch', 'on the way home'],
		...['at the weekend', 'as soon as the rota is done'],
	],
	offer: [
		...['go over the letter with you', 'carry the boxes down', 'ring the office together', 'bring you soup'],
		...['walk you to the station', 'sit with you for ten minutes', 'look at the forms', 'lend you the car'],
		...['make a list with you', 'wait with you on the phone'],
	],
	load: [
		...['two double shifts', 'a week of broken nights', 'the move', 'a sick child', 'the stocktake'],
		...['three deadlines', 'the hospital visits', 'the flooded cellar', 'an audit', 'the long drive'],
	],
};

export const sentences = {
	opening: [
		'When you asked, {sound} and {name} put the {thing} down by the {place}.',
		'{name} stood at the {place} with a {thing} and listened until you had finished.',
		'The room smelled of {smell}, and {name} moved the {thing} so that you could sit by the {place}.',
		'Behind the {place} {sound}, and {name} turned round to you with the {thing} still in one hand.',
		'You had hardly reached the {place} when {name} pushed the {thing} aside.',
		'Somewhere {sound} while {name} looked from you to the {place} and back at the {thing}.',
	],
	hook: [
		'Between you lay {hook}, and neither of you had said a word about it.',
		'{name} glanced at {hook}, covered it with the {thing}, and said nothing of it.',
		'You noticed {hook} near the {place}; it had not been there before.',
		'Next to the {thing} you saw {hook}, and {name} followed your eyes to it.',
		'{name} slid {hook} behind the {thing} before you could ask.',
	],
	action: [
		'Then {name} stopped to {action}, slowly, as if there were all the time in the world.',
		'{name} took a moment to {action} before the next words came.',
		'While {sound}, {name} turned away to {action}.',
		'Instead of an answer {name} began to {action} beside the {place}.',
	],
	speech: [
		'"I\'m worn thin by {load}," {name} said, "so I can\'t do all of it, but I could {offer} {when}."',
		'"I won\'t pretend," {name} told you. "{load_capital} took most of it, and what\'s left is enough to {offer}."',
		'"You shouldn\'t have to do that alone," {name} said. "I can\'t stay today, but I\'ll {offer} {when}."',
		'"Let\'s be honest, {load} hasn\'t left much," said {name}, "but {when} I could {offer}."',
		'"I don\'t have the whole evening after {load}," {name} answered, "though I\'d like to {offer} {when}."',
	],
	closing: [
		'You nodded, and the {thing} went back to its place by the {place}.',
		'Outside {sound}, and you pulled your coat closer and thanked {name} for the answer.',
		'{name} wrote it on the back of a receipt and tucked it under your {thing}.',
		'For a while you both watched the {place}, and the smell of {smell} hung in the air.',
		'You picked up the {thing} and walked with {name} as far as the {place}.',
	],
	field: [
		'{name} grew up two streets from the {place} and still keeps a {thing} from those days.',
		'Last winter you and {name} shared a {thing} while {sound} near the {place}.',
		'{load_capital} left {name} with little sleep and a kitchen that smells of {smell}.',
		'You need somebody to {offer} {when}, because {load} came at the wrong time.',
		'{name} wants to {offer} and would rather sit by the {place} with a {thing}.',
		'The {place} smells of {smell}, and behind it {sound}.',
		'Part of {name} hopes that the {thing} by the {place} says enough.',
	],
	shortField: [
		'turn the {thing} over by the {place}',
		'{load} and the {place}',
		'dry, quick, with a {thing} in hand',
		'the {thing} by the {place}',
	],
} as const;
