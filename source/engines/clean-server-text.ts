const longest = 200;
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** What a server said, fit for a message on a terminal: one line, nothing invisible, at most 200 characters. */
export function cleanServerText(text: string): string {
	const line = text
		.slice(0, 20 * longest)
		.replace(escapeSequences, ' ')
		.replace(unprintable, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const characters = [...line];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}
