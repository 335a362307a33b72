import {createChatExporter} from './chat-exporter.js';
import {listOfTexts} from './record-fields.js';

/** Turns under `conversations`, speakers as `system`, `human` and `gpt`. */
export const sharegptExporter = createChatExporter({
	name: 'sharegpt',
	fields: [listOfTexts('conversations', ['from', 'value'])],
	convert: ({system, user, assistant}) => ({
		conversations: [
			{from: 'system', value: system},
			{from: 'human', value: user},
			{from: 'gpt', value: assistant},
		],
	}),
});
