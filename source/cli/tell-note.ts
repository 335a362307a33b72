import {cleanForDisplay} from '../domain/quality/clean-for-display.js';

/** On stderr: something the user should know of, which may quote a file or a model. */
export function tellNote(text: string): void {
	process.stderr.write(`note: ${cleanForDisplay(text)}\n`);
}
