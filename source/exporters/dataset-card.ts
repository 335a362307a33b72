import {cellCount} from '../domain/parameter-space.js';
import {describeCoverage, type SetTally} from '../domain/set-tally.js';
import type {FormatName} from './format-names.js';
import type {RecordField} from './record-fields.js';

/** `path` within the folder; `bytes` of the file. */
export type CardSplit = {name: string; path: string; count: number; bytes: number};
export type CardConfig = {name: FormatName; fields: RecordField[]; splits: CardSplit[]};
export type CardFacts = {title: string; configs: CardConfig[]; tally: SetTally; appVersion: string};

const sizes = [
	{below: 1_000, name: 'n<1K'},
	{below: 10_000, name: '1K<n<10K'},
	{below: 100_000, name: '10K<n<100K'},
	{below: 1_000_000, name: '100K<n<1M'},
	{below: Number.POSITIVE_INFINITY, name: '1M<n<10M'},
];
const dtypes = {text: 'string', number: 'float64', integer: 'int64', flag: 'bool'};

/** The card of a data set: YAML that says which files are which, and what a person wants to know before training. */
export function writeDatasetCard({title, configs, tally, appVersion}: CardFacts): string {
	return [
		'---',
		`pretty_name: ${JSON.stringify(title)}`,
		...['language:', '- en', 'task_categories:', '- text-generation', 'tags:', '- synthetic', '- unwritten'],
		'size_categories:',
		`- ${sizes.find(({below}) => tally.total < below)?.name}`,
		'configs:',
		...configs.flatMap((config, index) => describeConfig(config, index === 0)),
		'dataset_info:',
		...configs.flatMap(describeInfo),
		'---',
		'',
		...describeSet({title, configs, tally, appVersion}),
		'',
	].join('\n');
}

function describeConfig({name, splits}: CardConfig, isDefault: boolean): string[] {
	const files = splits.flatMap(split => [`  - split: ${split.name}`, `    path: ${split.path}`]);
	return [`- config_name: ${name}`, ...(isDefault ? ['  default: true'] : []), '  data_files:', ...files];
}

function describeInfo({name, fields, splits}: CardConfig): string[] {
	const size = splits.reduce((sum, {bytes}) => sum + bytes, 0);
	return [
		`- config_name: ${name}`,
		'  features:',
		...fields.flatMap(field => describeFeature(field, '  ')),
		'  splits:',
		...splits.flatMap(split => [
			`  - name: ${split.name}`,
			`    num_bytes: ${split.bytes}`,
			`    num_examples: ${split.count}`,
		]),
		`  download_size: ${size}`,
		`  dataset_size: ${size}`,
	];
}

function describeFeature(field: RecordField, indent: string): string[] {
	return [`${indent}- name: ${field.name}`, ...describeKind(field, `${indent}  `)];
}

function describeKind(field: RecordField, indent: string): string[] {
	if (field.kind === 'group') {
		return [`${indent}struct:`, ...field.fields.flatMap(inner => describeFeature(inner, indent))];
	}
	if (field.kind !== 'list') return [`${indent}dtype: ${dtypes[field.kind]}`];
	const {element} = field;
	if (element.kind === 'group') {
		return [`${indent}list:`, ...element.fields.flatMap(inner => describeFeature(inner, indent))];
	}
	return element.kind === 'list'
		? [`${indent}list:`, ...describeKind(element, `${indent}  `)]
		: [`${indent}list: ${dtypes[element.kind]}`];
}

function describeSet({title, configs, tally, appVersion}: CardFacts): string[] {
	const {covered, fewest, most} = describeCoverage(tally.cells);
	const makers = [...tally.makers].map(([maker, count]) => `\`${maker.replaceAll('`', "'")}\` (${count})`);
	return [
		`# ${title.replaceAll('\n', ' ')}`,
		'',
		`${tally.total} interactions of NPCs in the life-sim Unwritten: a player asks for support, the NPC answers. Synthetic, written by ${makers.join(', ')}, numbers drawn by code; put together by unwritten ${appVersion}.`,
		'',
		`Cells of the parameter space (complexity × authenticity × capacity): ${covered} of ${cellCount} covered, ${fewest} to ${most} records each.`,
		'',
		'| configuration | split | records | file |',
		'|---|---|---|---|',
		...configs.flatMap(({name, splits}) =>
			splits.map(split => `| ${name} | ${split.name} | ${split.count} | ${split.path} |`),
		),
		'',
		'Splits never part a variation family nor near copies (3-word shingles, Jaccard 0.5 or more), and follow the cells.',
		...(tally.makers.has('rehearsal rehearsal-grammar')
			? [
					'',
					'It holds records of the engine `rehearsal`, a grammar: for trying things out, not for training.',
				]
			: []),
	];
}
