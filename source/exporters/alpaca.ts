import {createChatSample} from './chat-sample.js';
import type {Exporter} from './exporter.js';
import {createLineExporter} from './json-lines.js';
import {textFields} from './record-fields.js';
import {labelFields, labelsOf} from './sample-labels.js';

/** One instruction with its input and output: the state of the NPC, what the player asks, what the NPC answers. */
export const alpacaExporter: Exporter = createLineExporter({
	name: 'alpaca',
	fields: [...textFields(['instruction', 'input', 'output']), ...labelFields],
	convert(record, context) {
		const {system, user, assistant} = createChatSample(record.record, context);
		return {instruction: system, input: user, output: assistant, ...labelsOf(record)};
	},
});
