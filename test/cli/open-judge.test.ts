import {expect, test} from 'vitest';
import {openJudge} from '../../source/cli/open-judge.js';
import type {Settings} from '../../source/cli/resolve-settings.js';
import {createFakeEngine} from '../helpers/fake-engine.js';
import {promptBook} from '../helpers/run-fixture.js';

test('weights that the run holds in the process are not loaded a second time for its judge', async () => {
	const runEngine = {...createFakeEngine(), name: 'embedded', host: 'in this process'};
	const run = {engine: 'embedded', model: runEngine.model, hosts: []};
	const settings = {stallTimeoutMs: undefined} as Settings;
	const parts = {choice: {gate: false}, settings, run, labels: promptBook.labels};
	const reader = await openJudge({...parts, runEngine});
	await reader.unload();
	expect(reader).toMatchObject({engine: 'embedded', host: 'in this process', model: 'fake:1b'});
	const other = {...parts, choice: {gate: false, model: 'none.gguf'}, runEngine};
	await expect(openJudge(other)).rejects.toThrow();
});
