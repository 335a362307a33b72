/** What a terminal could obey or hide, and JSON leaves as it is: C1 controls, invisible characters, line separators. */
const unsafeInTerminal = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;

/** JSON as it may reach a terminal: the same value, with such characters written as escapes. */
export function escapeInvisible(json: string): string {
	return json.replace(unsafeInTerminal, character =>
		character
			.split('')
			.map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.join(''),
	);
}
