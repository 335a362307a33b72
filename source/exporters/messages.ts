import {createChatExporter} from './chat-exporter.js';
import {listOfTexts} from './record-fields.js';

/** The conversational form that TRL, Axolotl, Unsloth and the chat templates of `transformers` read. */
export const messagesExporter = createChatExporter({
	name: 'messages',
	fields: [listOfTexts('messages', ['role', 'content'])],
	convert: ({system, user, assistant}) => ({
		messages: [
			{role: 'system', content: system},
			{role: 'user', content: user},
			{role: 'assistant', content: assistant},
		],
	}),
});
