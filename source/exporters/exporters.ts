import {alpacaExporter} from './alpaca.js';
import {batchJsonExporter} from './batch-json.js';
import {csvExporter} from './csv.js';
import type {Exporter} from './exporter.js';
import type {FormatName} from './format-names.js';
import {jsonLinesExporter} from './json-lines.js';
import {messagesExporter} from './messages.js';
import {parquetExporter} from './parquet.js';
import {sharegptExporter} from './sharegpt.js';

/** Every format, by the name a user gives. */
export const exporters: Record<FormatName, Exporter> = {
	json: batchJsonExporter,
	jsonl: jsonLinesExporter,
	messages: messagesExporter,
	sharegpt: sharegptExporter,
	alpaca: alpacaExporter,
	csv: csvExporter,
	parquet: parquetExporter,
};
