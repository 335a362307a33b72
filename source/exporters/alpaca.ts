import {createChatExporter} from './chat-exporter.js';
import {textFields} from './record-fields.js';

/** One instruction with its input and output: the state of the NPC, what the player asks, what the NPC answers. */
export const alpacaExporter = createChatExporter({
	name: 'alpaca',
	fields: textFields(['instruction', 'input', 'output']),
	convert: ({system, user, assistant}) => ({instruction: system, input: user, output: assistant}),
});
