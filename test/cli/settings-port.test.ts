import {writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createSettingsPort} from '../../source/cli/settings-port.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

afterEach(() => void vi.unstubAllEnvs());

function stubHome(): string {
	const home = createTemporaryFolder();
	vi.stubEnv('HOME', home);
	vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
	return home;
}

test.each([
	['~/sets', (home: string) => join(home, 'sets')],
	['~', (home: string) => home],
	['sets', () => resolve('sets')],
	['/data/~/sets', () => '/data/~/sets'],
])('the output folder %s is the same one wherever the program is started next', async (typed, expected) => {
	const home = stubHome();
	const settings = await resolveSettings(parseArguments([]));
	const port = createSettingsPort(settings);
	expect(port.save({outputFolder: typed})).toEqual({status: 'kept'});
	expect(port.values.outputFolder).toBe(expected(home));
	const next = await resolveSettings(parseArguments([]));
	expect(next.file.values.outputFolder).toBe(expected(home));
});

test('an output folder that a person wrote into the settings file may begin at home too', async () => {
	const home = stubHome();
	(await resolveSettings(parseArguments([]))).file.save({outputFolder: '~/sets'});
	expect((await resolveSettings(parseArguments([]))).outputFolder).toBe(join(home, 'sets'));
});

test('a setting that cannot be kept holds all the same, and one that makes no sense does not', async () => {
	const home = stubHome();
	writeFileSync(join(home, '.config'), 'a file in the way');
	const settings = await resolveSettings(parseArguments([]));
	const port = createSettingsPort(settings);
	const unkept = {status: 'not-kept', reason: expect.stringContaining('a file is in the way')};
	expect(port.save({parallel: 8})).toEqual(unkept);
	expect(port.save({host: ['htp://box']})).toMatchObject({status: 'refused'});
	expect(settings).toMatchObject({parallel: 8, chosenHosts: undefined});
});
