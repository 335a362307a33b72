import {createChatSample} from './chat-sample.js';
import type {Exporter} from './exporter.js';
import {createLineExporter} from './json-lines.js';
import {listOfTexts} from './record-fields.js';
import {labelFields, labelsOf} from './sample-labels.js';

/** The conversational form that TRL, Axolotl, Unsloth and the chat templates of `transformers` read. */
export const messagesExporter: Exporter = createLineExporter({
	name: 'messages',
	fields: [listOfTexts('messages', ['role', 'content']), ...labelFields],
	convert(record, context) {
		const {system, user, assistant} = createChatSample(record.record, context);
		return {
			messages: [
				{role: 'system', content: system},
				{role: 'user', content: user},
				{role: 'assistant', content: assistant},
			],
			...labelsOf(record),
		};
	},
});
