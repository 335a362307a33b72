import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import type {KeyPress} from './key-press.js';
import {splitGraphemes} from './measure-text.js';

const longestEntry = 400;

/** What a text field holds after a key, or undefined where the key is none of its own. The caret stays at the end. */
export function editText(text: string, press: KeyPress): string | undefined {
	if (press.name === 'backspace') return splitGraphemes(text).slice(0, -1).join('');
	if (press.name === 'ctrl-u') return '';
	if (press.text === '') return undefined;
	return appendText(text, press.text);
}

/** Pasted text is foreign text: one line, cleaned. */
export function appendText(text: string, added: string): string {
	return (text + cleanForDisplay(added)).slice(0, longestEntry);
}
