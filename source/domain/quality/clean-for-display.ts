/** Escape sequences as a whole: operating-system commands and other strings up to their end, then control sequences. */
const escapeSequence =
	/(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[ -/]*[0-~]?/gu;
const blank = /\r\n|[\n\r\t\v\f\u2028\u2029\u0085]/gu;
/** Controls, and everything that is invisible or reorders text: bidi marks, zero width, soft hyphen, tags. */
const invisible = /[\p{Cc}\p{Cf}]/gu;
const loneSurrogate = /\p{Cs}/gu;
const needsCleaning = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/**
 * Text of a model, a server or a file as it may reach the terminal: one line, no escape sequence, no control, nothing
 * invisible. Line breaks and tabs become blanks, half characters become U+FFFD.
 */
export function cleanForDisplay(text: string): string {
	if (!needsCleaning.test(text)) return text;
	return text
		.replace(escapeSequence, '')
		.replace(blank, ' ')
		.replace(invisible, '')
		.replace(loneSurrogate, '\uFFFD');
}
