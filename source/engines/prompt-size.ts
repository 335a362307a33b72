import type {Message} from '../pipeline/ports.js';

/** No text has more characters to a token than this, runs of one character (indents, rules) counted once. */
const mostCharactersPerToken = 6;

/**
 * Whether the prompt was cut to fit the context; servers before `truncate: false` do that without a word.
 *
 * `promptTokens` is what the server says it read, those from its cache included (since 0.5, where `format` came);
 * 0 says nothing. System messages are left out of the estimate: some templates drop them.
 */
export function wasPromptCut(prompt: {
	messages: Message[];
	promptTokens: number;
	contextTokens: number;
}): boolean {
	const fewest = fewestTokens(prompt.messages.filter(message => message.role !== 'system'));
	if (fewest > prompt.contextTokens) return true;
	if (prompt.promptTokens === 0) return false;
	return prompt.promptTokens >= prompt.contextTokens - 1 || prompt.promptTokens < fewest;
}

export function promptCharacters(messages: Message[]): number {
	return messages.reduce((sum, message) => sum + message.content.length, 0);
}

function fewestTokens(messages: Message[]): number {
	const text = messages.map(message => message.content.replace(/(.)\1+/gs, '$1')).join('');
	return Math.floor(text.length / mostCharactersPerToken);
}
