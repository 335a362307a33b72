import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {openTimings} from '../../source/store/timings.js';
import {openSettings} from '../../source/store/user-settings.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

test('settings are kept, for their owner only, and one can be taken out again', async () => {
	const folder = createTemporaryFolder();
	const settings = await openSettings({folder});
	settings.save({model: 'qwen3:8b', host: ['http://a:1', 'b'], parallel: 'auto', notify: true});
	settings.save({notify: undefined, theme: 'dark'});

	const again = await openSettings({folder});
	const expected = {model: 'qwen3:8b', host: ['http://a:1', 'b'], parallel: 'auto', theme: 'dark'};

	expect(settings.values).toEqual(expected);
	expect(again.values).toEqual(expected);
	expect(again.notice).toBeUndefined();
	expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600);
});

test('opening settings writes nothing', async () => {
	const folder = createTemporaryFolder();

	const settings = await openSettings({folder});

	expect(settings.values).toEqual({});
	expect(readdirSync(folder)).toEqual([]);
});

test('a broken file is kept aside and said so', async () => {
	for (const broken of ['{"model":', '[1,2]', '', '"text"']) {
		const folder = createTemporaryFolder();
		writeFileSync(join(folder, 'config.json'), broken);

		const settings = await openSettings({folder});
		settings.save({model: 'new'});
		const names = readdirSync(folder).sort();

		expect(settings.notice).toMatch(/not valid JSON; it is kept as/u);
		expect(names).toEqual(['config.json', expect.stringMatching(/^config\.json\.broken-/u)]);
		expect(readFileSync(join(folder, names[1] as string), 'utf8')).toBe(broken);
		expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({model: 'new'});
	}
});

test('a setting that makes no sense is ignored by name, the others hold', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(
		join(folder, 'config.json'),
		'\uFEFF{"parallel":"lots","theme":"pink","model":"m","later":{"x":1}}',
	);

	const settings = await openSettings({folder});
	settings.save({notify: false});

	expect(settings.values).toEqual({model: 'm', notify: false});
	expect(settings.notice).toBe('settings that make no sense are ignored: parallel, theme');
	expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({later: {x: 1}});
});

test('where nothing can be written, settings live in memory and say so', async () => {
	const folder = createTemporaryFolder();
	writeFileSync(join(folder, 'file'), '');

	const settings = await openSettings({folder: join(folder, 'file', 'below')});
	const notice = settings.save({model: 'm'});

	expect(settings.notice).toMatch(/settings are not kept/u);
	expect(notice).toMatch(/settings are not kept/u);
	expect(settings.values).toEqual({model: 'm'});
});

test('without a folder of its own the file lies where the system wants configuration', async () => {
	const folder = createTemporaryFolder();
	vi.stubEnv('XDG_CONFIG_HOME', folder);

	const settings = await openSettings();
	settings.save({model: 'm'});
	vi.unstubAllEnvs();

	expect(readdirSync(join(folder, 'unwritten'))).toEqual(['config.json']);
});

test('the estimate spans the last runs of the same engine and model, without what is far off', async () => {
	const folder = createTemporaryFolder();
	const key = {engine: 'ollama', model: 'qwen2.5:7b'};
	const timings = await openTimings({folder});
	for (const seconds of [900, 80, 90, 100, 85, 95, 88, 92]) {
		timings.saveEstimate({...key, secondsPerInteraction: seconds});
	}
	timings.saveEstimate({...key, secondsPerInteraction: Number.NaN});

	const again = await openTimings({folder});

	expect(again.readEstimate(key)).toEqual({low: 76.5, high: 108});
	expect(again.readEstimate({...key, model: 'other'})).toBeUndefined();
});
