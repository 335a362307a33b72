import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readSourceProse} from '../../source/store/read-source-prose.js';
import {collect} from '../helpers/collect.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const legacyPath = join(import.meta.dirname, '../fixtures/v2.2-batch.json');

function writeLines(records: object[]): string {
	const path = join(createTemporaryFolder(), 'new.jsonl');
	writeFileSync(path, records.map(record => `${JSON.stringify(record)}\n`).join(''));
	return path;
}

test('files of v2.2 and of ours are read one after the other, each prose under an id that names its file', async () => {
	const lines = writeLines([
		createInteraction({planIndex: 0, name: 'Ada'}),
		createInteraction({planIndex: 1}),
	]);
	const {prose, notices} = readSourceProse([legacyPath, lines]);
	const scenes = await collect(prose);
	expect(scenes).toHaveLength(51);
	expect(scenes[0]).toMatchObject({id: 'record 1 of v2.2-batch.json', prose: expect.stringMatching(/\w{3}/)});
	expect(scenes[49]).toMatchObject({id: 'interaction-0 of new.jsonl', name: 'Ada'});
	expect(notices).toEqual([]);
});

test('a record that names no venue and no family shares none with another', async () => {
	const {interaction_context: context, ...others} = createInteraction();
	const {variation_family: _, ...metadata} = others.training_metadata;
	const bare = {...others, training_metadata: metadata, interaction_context: {...context, location: null}};
	const {prose} = readSourceProse([writeLines([bare, {...bare, training_metadata: {...metadata, id: 'b'}}])]);
	const scenes = await collect(prose);
	expect(new Set(scenes.flatMap(({venue, family}) => [venue, family])).size).toBe(2);
});

test('an id that a file makes up stays short and clean', async () => {
	const path = writeLines([createInteraction({id: `a\u001B[2J${'x'.repeat(10_000)}`})]);
	const [scene] = await collect(readSourceProse([path]).prose);
	expect(scene?.id).toMatch(/^ax{70,80} of new\.jsonl$/);
});

test('of more than fit into memory the first are read, and that is said', async () => {
	const counted: number[] = [];
	const {prose, notices} = readSourceProse([legacyPath, legacyPath], {
		most: 60,
		onRead: read => counted.push(read),
	});
	expect(await collect(prose)).toHaveLength(60);
	expect(counted).toEqual(Array.from({length: 60}, (_, index) => index + 1));
	expect(notices).toEqual([expect.stringContaining('the first 60 records')]);
});
