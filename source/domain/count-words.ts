const separators = /[\s—―]+|--+/u;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** Words as a person counts them: a lone dash is none, and an em dash without spaces stands between two. */
export function countWords(text: string): number {
	return text.split(separators).filter(token => letterOrDigit.test(token)).length;
}
