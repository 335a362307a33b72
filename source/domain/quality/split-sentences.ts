const sentenceEnd = /(?<=[.!?…]["”’')]?)\s+(?=["“‘'(]?[\p{Lu}\p{N}])/u;

/** Sentences of a prose text, each with its closing quote mark; a quotation's end inside a sentence splits none. */
export function splitSentences(text: string): string[] {
	return text
		.trim()
		.split(sentenceEnd)
		.filter(sentence => sentence !== '');
}
