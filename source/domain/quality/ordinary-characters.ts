/**
 * What English prose is written with: newline, printable ASCII, curly quotes, dashes and the ellipsis. Half characters are
 * as extraordinary as whole ones, and without u it takes a third of the time.
 */
const extraordinary = /[^\n -~‘’“”–—…]/;

/** No character of it needs a closer look; most texts are like that, and this is asked faster than anything else. */
export function hasOnlyOrdinaryCharacters(text: string): boolean {
	return !extraordinary.test(text);
}
