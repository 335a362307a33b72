/** What a UTF-16 code unit is to whoever cuts a text into words. */
export const kinds = {
	other: 1,
	blank: 2,
	hyphen: 3,
	/** One that stands between two words without blanks. */
	longDash: 4,
	/** Needs more than one code unit, or more than a table to be put in lower case. */
	intricate: 5,
	apostrophe: 6,
	/** From here on it goes on with a word that has begun, from `number` on it begins one. */
	mark: 7,
	number: 8,
	letter: 9,
} as const;

/**
 * By code unit, learned when it first occurs: its kind, shifted by 16, and its lower case; 0 while it is unknown. One kind
 * of apostrophe. Loops over texts read it directly: they are the hottest of the program.
 */
export const knownUnits = new Uint32Array(65_536);

export function learnUnit(code: number): number {
	const character = String.fromCharCode(code);
	const lower = character.toLowerCase();
	const kind = judgeKind(character, lower);
	knownUnits[code] = (kind << 16) | (kind === kinds.apostrophe ? 39 : lower.charCodeAt(0));
	return knownUnits[code] as number;
}

function judgeKind(character: string, lower: string): number {
	// A sigma is put in lower case by its place in the word.
	if (lower.length !== 1 || /[\p{Cs}Σ]/u.test(character)) return kinds.intricate;
	if (/['’]/u.test(character)) return kinds.apostrophe;
	if (/\s/u.test(character)) return kinds.blank;
	if (character === '-') return kinds.hyphen;
	if (/[—―]/u.test(character)) return kinds.longDash;
	if (/\p{L}/u.test(lower)) return kinds.letter;
	if (/\p{N}/u.test(lower)) return kinds.number;
	return /\p{M}/u.test(lower) ? kinds.mark : kinds.other;
}
