const plain: Record<string, string> = {
	'“': '"',
	'”': '"',
	'„': '"',
	'‘': "'",
	'’': "'",
	'–': '-',
	'—': '-',
	'…': '~',
};

const typographic = new RegExp(`[${Object.keys(plain).join('')}]`, 'g');

/** For terminals that have no glyphs for what every model writes; each stays one column wide. */
export function toPlainPunctuation(text: string): string {
	return text.replace(typographic, character => plain[character] as string);
}
