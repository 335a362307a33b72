import fc from 'fast-check';
import {expect, test} from 'vitest';
import {writeBatchJson} from '../../source/exporters/batch-json.js';
import {exporters} from '../../source/exporters/exporters.js';
import {collect} from '../helpers/collect.js';
import {createInteraction, streamOf} from '../helpers/interaction-fixture.js';

test('a batch is the text that JSON.stringify gives for the whole array', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({unit: 'binary', minLength: 1}), {maxLength: 5}), async texts => {
			const interactions = texts.map((prose, planIndex) => createInteraction({prose, planIndex}));

			const pieces = await collect(writeBatchJson(streamOf(interactions)));

			expect(pieces.join('')).toBe(JSON.stringify(interactions, null, 2));
		}),
		{numRuns: 60},
	);
});

test('real characters are written, not escapes', async () => {
	const pieces = await collect(writeBatchJson(streamOf([createInteraction()])));

	expect(pieces.join('')).toContain('“I can’t,” José said—and');
});

test('one record is asked for at a time', async () => {
	let asked = 0;
	async function* count() {
		for (; asked < 100; asked++) yield createInteraction({planIndex: asked});
	}

	const pieces = writeBatchJson(count());
	await pieces.next();
	await pieces.next();
	await pieces.return?.(undefined);

	expect(asked).toBe(0);
});

test('every format is registered under its own name, and JSON lines are one record each', async () => {
	const interactions = [createInteraction(), createInteraction({planIndex: 1, prose: 'a\nb'})];

	const lines = (await collect(exporters.jsonl.write(streamOf(interactions)))).join('').trimEnd().split('\n');

	expect(Object.entries(exporters).map(([name, exporter]) => name === exporter.name)).not.toContain(false);
	expect(lines.map(line => JSON.parse(line))).toEqual(interactions);
});
