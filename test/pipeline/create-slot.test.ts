import {expect, test} from 'vitest';
import {createMemoryStore} from '../helpers/memory-store.js';
import {createRunFixture} from '../helpers/run-fixture.js';

test('an id that was decided about and lost is not given again', async () => {
	const store = createMemoryStore({spentIds: new Set(['test-run-00000', 'test-run-00000-r1'])});
	const {run} = await createRunFixture({count: 2, store});

	await run.start();

	expect(store.interactions.map(({training_metadata}) => training_metadata.id).sort()).toEqual([
		'test-run-00000-r2',
		'test-run-00001',
	]);
});
