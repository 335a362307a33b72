import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {batchJsonExporter, writeBatchJson} from '../../source/exporters/batch-json.js';
import {jsonLinesExporter} from '../../source/exporters/json-lines.js';
import {openSet} from '../../source/store/open-set.js';
import {createRun, readRun} from '../../source/store/run-folder.js';
import {writePieces} from '../../source/store/write-pieces.js';
import {collect} from '../helpers/collect.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const at = '2026-11-22T19:00:00.000Z';
const quality = {hard: [], soft: [], score: 0.5, trimmed: false};

/** Records of all kinds: as we write them, as others write the same, edited, noted, rejected. */
async function makeRun() {
	const outputFolder = createTemporaryFolder();
	const run = await createRun({outputFolder, start: createRunStart(300), now: Date.now()});
	const records = Array.from({length: 250}, (_, planIndex) => createRecord(planIndex));
	await Promise.all(records.map(record => run.appendInteraction(record)));
	const by = (planIndex: number) => ({at, id: `interaction-${planIndex}`, plan_index: planIndex});
	await run.appendDecision({...by(3), decision: 'edit', prose: 'You wait, and she says no.', quality});
	await run.appendDecision({...by(4), decision: 'note', note: 'look again'});
	await run.appendDecision({...by(5), decision: 'reject'});
	await run.close();
	const path = join(run.folder, 'interactions.jsonl');
	const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
	lines[7] = (lines[7] as string).replaceAll('":', '" : ').replace('é', '\\u00e9');
	lines[8] = (lines[8] as string).replace('"trust" :', '"trust":').replace('0.5', '5e-1');
	writeFileSync(path, `${lines.join('\n')}\n`);
	return {outputFolder, runId: run.runId, path};
}

function createRecord(planIndex: number): Interaction {
	const prose = `“No,” she said.\n\tA\u0007 \\ "${'é\u{1F600}'.repeat(planIndex * 40)}" — ${planIndex}`;
	return createInteraction({planIndex, prose});
}

test('what is written from the text of a run is what its values would give, byte for byte', async () => {
	const place = await makeRun();
	const reader = await readRun(place);
	const set = await openSet(place.outputFolder, place.runId);
	const values = await collect(reader.countedInteractions());
	const batch = JSON.stringify(values, null, 2);
	const written = join(place.outputFolder, 'written');
	const write = async (pieces: AsyncIterable<string | Uint8Array>) => {
		await writePieces(written, pieces);
		return readFileSync(written, 'utf8');
	};
	const context = {chat: {} as never, reply: 'prose' as const};

	expect(values).toHaveLength(249);
	expect(await write(writeBatchJson(reader.countedRecords()))).toBe(batch);
	expect(await write(batchJsonExporter.write(set.records(), context))).toBe(batch);
	expect(await write(jsonLinesExporter.write(set.records(), context))).toBe(
		values.map(value => `${JSON.stringify(value)}\n`).join(''),
	);
	await set.close();
	await reader.close();
});

test('text is lent until the next record: whoever keeps a record finds none, and its value', async () => {
	const place = await makeRun();
	const set = await openSet(place.outputFolder, place.runId);
	const [first, second] = await collect(set.records());
	await set.close();

	expect(first?.text?.read()).toBeUndefined();
	expect([first?.original, second?.original]).toEqual([createRecord(0), createRecord(1)]);
});

test('a record that another program moved meanwhile is not exported', async () => {
	const place = await makeRun();
	const reader = await readRun(place);
	const text = readFileSync(place.path, 'utf8');
	writeFileSync(place.path, text.replace('"id":"interaction-2"', '"id":"interaction-X"'));

	await expect(collect(writeBatchJson(reader.countedRecords()))).rejects.toThrow('was changed by another');
	await reader.close();
});
