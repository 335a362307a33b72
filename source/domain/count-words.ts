/** From its first letter or digit to the next separator: white space, a long dash, two hyphens. */
const word = /[\p{L}\p{N}](?:[^\s—―-]|-(?!-))*/gu;

/** Words as a person counts them: a lone dash is none, and an em dash without spaces stands between two. */
export function countWords(text: string): number {
	return text.match(word)?.length ?? 0;
}
