import {batchJsonExporter} from './batch-json.js';
import type {Exporter} from './exporter.js';
import {jsonLinesExporter} from './json-lines.js';

/** Every format, by the name a user gives. */
export const exporters = {
	json: batchJsonExporter,
	jsonl: jsonLinesExporter,
} satisfies Record<string, Exporter>;
