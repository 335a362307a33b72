import {createChatSample} from './chat-sample.js';
import type {Exporter} from './exporter.js';
import {createLineExporter} from './json-lines.js';
import {listOfTexts} from './record-fields.js';
import {labelFields, labelsOf} from './sample-labels.js';

/** Turns under `conversations`, speakers as `system`, `human` and `gpt`. */
export const sharegptExporter: Exporter = createLineExporter({
	name: 'sharegpt',
	fields: [listOfTexts('conversations', ['from', 'value']), ...labelFields],
	convert(record, context) {
		const {system, user, assistant} = createChatSample(record.record, context);
		return {
			conversations: [
				{from: 'system', value: system},
				{from: 'human', value: user},
				{from: 'gpt', value: assistant},
			],
			...labelsOf(record),
		};
	},
});
