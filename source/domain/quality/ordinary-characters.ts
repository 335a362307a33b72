/** What English prose is written with: newline, printable ASCII, curly quotes, dashes and the ellipsis. */
const extraordinary = /[^\n -~‘’“”–—…]/u;

/** No character of it needs a closer look; most texts are like that, and this is asked faster than anything else. */
export function hasOnlyOrdinaryCharacters(text: string): boolean {
	return !extraordinary.test(text);
}
