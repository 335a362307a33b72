import {type ChatSample, createChatSample} from './chat-sample.js';
import type {Exporter} from './exporter.js';
import {createLineExporter} from './json-lines.js';
import type {RecordField} from './record-fields.js';
import {labelFields, labelsOf} from './sample-labels.js';

/** A format of chat samples, one a line with its labels. `fields`: of what `convert` makes. */
export function createChatExporter({
	name,
	fields,
	convert,
}: {
	name: string;
	fields: RecordField[];
	convert: (sample: ChatSample) => object;
}): Exporter {
	const exporter = createLineExporter({
		name,
		fields: [...fields, ...labelFields],
		convert(record, {chat, reply}) {
			if (!chat) throw new TypeError(`the format ${name} needs the texts of a chat sample`);
			return {...convert(createChatSample(record.record, {chat, reply})), ...labelsOf(record)};
		},
	});
	return {...exporter, needsChat: true};
}
