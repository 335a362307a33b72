/** Where prose turns into something else: brackets, markdown, a new paragraph that is a heading, a list or a script line. */
const formBreak =
	/[()[\]{}<>*]|`{3}|(?:^|\n)\s*#|\n\s*(?:[-•·▪]|(?:\d{1,2}|[A-D])[.)]\s|\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,2}:)|\n\s*\n\s*Notes?(?::| that\b)/u;

/** The prose before the first such place; a reply that is prose throughout comes back whole. */
export function cutAtFormBreak(text: string): string {
	const place = text.search(formBreak);
	return place === -1 ? text : text.slice(0, place).trimEnd();
}

/** False for a piece of text without which no break can come about: cheap, for a stream of single words. */
export function mayBreakForm(piece: string): boolean {
	return /[()[\]{}<>*#`\n]/.test(piece);
}

export function hasFormBreak(text: string): boolean {
	return formBreak.test(text);
}
