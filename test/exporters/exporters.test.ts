import fc from 'fast-check';
import {expect, test} from 'vitest';
import {loadExportContext} from '../../source/cli/export-context.js';
import {loadChatTemplates} from '../../source/cli/load-chat-templates.js';
import type {Interaction} from '../../source/domain/interaction.js';
import {readableInteractionSchema} from '../../source/domain/legacy-interaction.js';
import {writeBatchJson} from '../../source/exporters/batch-json.js';
import {exporters} from '../../source/exporters/exporters.js';
import {chatFormats, type FormatName, formatNames} from '../../source/exporters/format-names.js';
import type {ReplyForm} from '../../source/exporters/reply-forms.js';
import {collect} from '../helpers/collect.js';
import {createInteraction, streamOf} from '../helpers/interaction-fixture.js';
import {readParquet} from '../helpers/read-parquet.js';

const chats = {prose: await loadChatTemplates('prose'), card: await loadChatTemplates('card')};

test('a batch is the text that JSON.stringify gives for the whole array', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({unit: 'binary', minLength: 1}), {maxLength: 5}), async texts => {
			const interactions = texts.map((prose, planIndex) => createInteraction({prose, planIndex}));

			const pieces = await collect(writeBatchJson(streamOf(interactions.map(original => ({original})))));

			expect(pieces.join('')).toBe(JSON.stringify(interactions, null, 2));
		}),
		{numRuns: 60},
	);
});

test('real characters are written, not escapes', async () => {
	const pieces = await collect(writeBatchJson(streamOf([{original: createInteraction()}])));

	expect(pieces.join('')).toContain('“I can’t,” José said—and');
});

test('one record is asked for at a time', async () => {
	let asked = 0;
	async function* count() {
		for (; asked < 100; asked++) yield {original: createInteraction({planIndex: asked})};
	}

	const pieces = writeBatchJson(count());
	await pieces.next();
	await pieces.next();
	await pieces.return?.(undefined);

	expect(asked).toBe(0);
});

test('every format is registered under its own name', () => {
	expect(Object.entries(exporters).map(([name, exporter]) => name === exporter.name)).not.toContain(false);
	expect(Object.keys(exporters)).toEqual([...formatNames]);
});

test('the texts of chat samples are read for the formats that hold any, and no other', async () => {
	for (const format of formatNames) {
		const context = await loadExportContext([format], {reply: 'card'});
		const isChat = chatFormats.includes(format);
		expect(context.reply).toBe('card');
		expect(context.chat?.system).toBe(isChat ? chats.card.system : undefined);
	}
});

const tricky = [
	createInteraction({prose: '“I can’t,” José said.\nYou, "he" {{name}} = 1;\r\nwaited.', name: 'Zoë, "Z"'}),
	createInteraction({planIndex: 1}),
];

async function write(format: FormatName, interactions: Interaction[], reply: ReplyForm = 'prose') {
	const records = interactions.map((interaction, position) => ({
		source: 'test',
		position,
		record: readableInteractionSchema.parse(interaction),
		original: interaction,
	}));
	const pieces = await collect(exporters[format].write(streamOf(records), {chat: chats[reply], reply}));
	return Buffer.concat(pieces.map(piece => Buffer.from(piece)));
}

const readLines = (bytes: Buffer) =>
	bytes
		.toString('utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));

test('JSON lines are one record each, as it is', async () => {
	expect(readLines(await write('jsonl', tricky))).toEqual(tricky);
});

test('a chat sample holds the person and the state, the request, and the prose', async () => {
	const [first] = readLines(await write('messages', tricky));
	const [system, user, assistant] = first.messages;
	expect(first.messages.map(({role}: {role: string}) => role)).toEqual(['system', 'user', 'assistant']);
	expect(system.content).toContain('Zoë, "Z"');
	expect(system.content).toContain('neuroticism');
	expect(user.content).toMatch(/urgency \w+/);
	expect(assistant.content).toBe(tricky[0]?.npc_card_narrative.dialogue_prose);
	expect(`${system.content}${user.content}`).not.toMatch(/\{\{|undefined|null/);
	expect(`${system.content}${user.content}`).not.toContain(assistant.content);
	expect(first).toMatchObject({id: 'interaction-0', complexity_type: 'baseline', note: ''});
});

test('ShareGPT and Alpaca say the same in their own words', async () => {
	const [chatSample] = readLines(await write('messages', tricky));
	const [sharegpt] = readLines(await write('sharegpt', tricky));
	const [alpaca] = readLines(await write('alpaca', tricky));
	const texts = chatSample.messages.map(({content}: {content: string}) => content);
	expect(sharegpt.conversations.map(({from}: {from: string}) => from)).toEqual(['system', 'human', 'gpt']);
	expect(sharegpt.conversations.map(({value}: {value: string}) => value)).toEqual(texts);
	expect([alpaca.instruction, alpaca.input, alpaca.output]).toEqual(texts);
});

test('a card is answered as JSON where that is asked for', async () => {
	const [first] = readLines(await write('messages', tricky, 'card'));
	expect(JSON.parse(first.messages[2].content)).toEqual({
		setting_context: tricky[0]?.npc_card_narrative.setting_context,
		dialogue_prose: tricky[0]?.npc_card_narrative.dialogue_prose,
		primary_action: tricky[0]?.npc_card_narrative.primary_action,
	});
});

test.each(['messages', 'sharegpt', 'alpaca'] as const)(
	'the system turn of %s asks for the form that is answered',
	async format => {
		const systemOf = (sample: Record<string, unknown>) =>
			String(sample.instruction ?? JSON.stringify(sample.messages ?? sample.conversations));
		const [card] = readLines(await write(format, tricky, 'card'));
		for (const field of ['setting_context', 'dialogue_prose', 'primary_action']) {
			expect(systemOf(card).split('complexity: baseline')[0]).toContain(field);
		}
		expect(systemOf(card)).toContain('Answer with one JSON object');
		const [prose] = readLines(await write(format, tricky, 'prose'));
		expect(systemOf(prose)).not.toContain('JSON');
	},
);

test('the two system turns differ in what they ask for alone', () => {
	const linesOf = ({system}: {system: string}) => system.split('\n');
	expect(linesOf(chats.card).slice(1)).toEqual(linesOf(chats.prose).slice(1));
	expect(linesOf(chats.card)[0]).not.toBe(linesOf(chats.prose)[0]);
});

test('a line of CSV has a cell for every column, whatever stands in them', async () => {
	const [head, first, second, ...rest] = readCsv((await write('csv', tricky)).toString('utf8'));
	expect(rest).toEqual([]);
	expect(first).toHaveLength(head?.length as number);
	expect(second).toHaveLength(head?.length as number);
	const at = (row: string[] | undefined, name: string) => row?.[head?.indexOf(name) as number];
	expect(at(first, 'npc_profile.name')).toBe('Zoë, "Z"');
	expect(at(first, 'npc_card_narrative.dialogue_prose')).toBe(tricky[0]?.npc_card_narrative.dialogue_prose);
	expect(new Set(head).size).toBe(head?.length);
});

test('Parquet begins and ends with its mark, and holds nothing but the columns of a record', async () => {
	const bytes = await write('parquet', tricky);
	expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
	expect(exporters.parquet.fields.map(({name}) => name)).toEqual(Object.keys(tricky[0] as object));
});

const marked = ['edited', 'reviewed', 'both', 'neither'].map((mark, planIndex) => {
	const record = createInteraction({planIndex});
	const marks = {
		...(['edited', 'both'].includes(mark) && {edited: true as const}),
		...(['reviewed', 'both'].includes(mark) && {reviewed: true as const}),
	};
	return {...record, training_metadata: {...record.training_metadata, ...marks}};
});

test('what was edited or found good by hand says so in Parquet, and stays unsaid where it was not', async () => {
	const rows = await readParquet(await write('parquet', marked));
	expect(rows.map(({training_metadata: metadata}) => [metadata?.edited, metadata?.reviewed])).toEqual([
		[true, null],
		[null, true],
		[true, true],
		[null, null],
	]);
	expect(rows.map(({training_metadata: metadata}) => metadata?.id)).toEqual(
		marked.map(({training_metadata: {id}}) => id),
	);
});

test('the columns of what was edited or found good are flags, not texts', () => {
	const metadata = exporters.parquet.fields.find(({name}) => name === 'training_metadata');
	const fields = metadata?.kind === 'group' ? metadata.fields : [];
	const kinds = fields.flatMap(({name, kind}) => (name === 'edited' || name === 'reviewed' ? kind : []));
	expect(kinds).toEqual(['flag', 'flag']);
});

test.each(['messages', 'sharegpt', 'alpaca'] as const)(
	'what was edited or found good by hand says so beside a sample of %s',
	async format => {
		const samples = readLines(await write(format, marked));
		expect(samples.map(({edited, reviewed}) => [edited, reviewed])).toEqual([
			[true, false],
			[false, true],
			[true, true],
			[false, false],
		]);
	},
);

/** RFC 4180, as a reader of its own. */
function readCsv(text: string): string[][] {
	const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)];
	const rows: string[][] = [[]];
	for (const [, quoted, bare, end] of cells) {
		rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
		if (end === '\n') rows.push([]);
	}
	rows.pop();
	return rows;
}
