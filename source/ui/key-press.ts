import type {Key} from 'ink';
import {splitGraphemes} from './measure-text.js';

/** One key: `name` is the character itself, or `enter`, `escape`, `ctrl-c`, ...; `text` what it would type. */
export type KeyPress = {name: string; text: string};

const namedKeys: Array<[keyof Key, string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	['delete', 'backspace'],
];

const controlNames: Record<string, string> = {
	'\r': 'enter',
	'\n': 'enter',
	'\r\n': 'enter',
	'\t': 'tab',
	'\b': 'backspace',
	'\u007F': 'backspace',
	'\u001B': 'escape',
	' ': 'space',
};

/** Keys typed fast arrive merged (`jjj`, `j\r`) as one string; this takes them apart. */
export function readKeys(input: string, key: Key): KeyPress[] {
	if (key.eventType === 'release') return [];
	const named = namedKeys.find(([flag]) => key[flag]);
	if (named) return [{name: named[1], text: ''}];
	if (key.tab) return [{name: key.shift ? 'shift-tab' : 'tab', text: ''}];
	if (key.ctrl) return [{name: `ctrl-${input.toLowerCase()}`, text: ''}];
	const typed = splitGraphemes(input).map(readGrapheme);
	// Escape and a key in one chunk look like Alt and that key; no binding uses Alt.
	return key.meta ? [{name: 'escape', text: ''}, ...typed] : typed;
}

function readGrapheme(grapheme: string): KeyPress {
	const name = controlNames[grapheme];
	if (name) return {name, text: name === 'space' ? ' ' : ''};
	const code = grapheme.codePointAt(0) ?? 0;
	if (code < 32) return {name: `ctrl-${String.fromCharCode(code + 96)}`, text: ''};
	return {name: grapheme, text: grapheme};
}

const longestTypedAhead = 32;
const mostDifferentKeys = 8;

/**
 * A terminal without bracketed paste sends pasted text as keys; run as keys it would do anything at all.
 * A held key repeats, and nobody types this many different keys within one read.
 */
export function looksPasted(presses: KeyPress[]): boolean {
	const names = new Set(presses.map(press => press.name));
	return presses.length > longestTypedAhead && names.size > mostDifferentKeys;
}
