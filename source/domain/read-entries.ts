import {WorldError} from './world-error.js';

export type Entry = {line: number; text: string};

// C0 and C1 controls but tab, and the characters that turn the direction of a line around.
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/**
 * The entries of a list file: one a line, trimmed, in NFC; empty lines and `#` comments are left out.
 * Reads a byte order mark and CRLF. Throws `WorldError` on a control character.
 */
export function readEntries(file: string, text: string): Entry[] {
	const lines = text
		.replace(/^\uFEFF/u, '')
		.normalize('NFC')
		.split(/\r\n|\n|\r/u);
	return lines
		.map((content, index) => ({line: index + 1, text: content}))
		.map(entry => refuseControls(file, entry))
		.filter(entry => entry.text !== '' && !entry.text.startsWith('#'));
}

function refuseControls(file: string, {line, text}: Entry): Entry {
	const found = unprintable.exec(text);
	if (found !== null) {
		const code = (found[0].codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
		throw new WorldError({file, line, problem: `control character U+${code}; remove it`});
	}
	return {line, text: text.trim().replace(/\s+/gu, ' ')};
}
