import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {hostsOfEngine} from '../../source/cli/hosts-of-engine.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createSettingsPort} from '../../source/cli/settings-port.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

beforeEach(() => {
	vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
	vi.stubEnv('OLLAMA_HOST', undefined);
	vi.stubEnv('OPENAI_BASE_URL', undefined);
});
afterEach(() => void vi.unstubAllEnvs());

const settle = (line: string) => resolveSettings(parseArguments(line.split(' ')));

test.each([
	['--engine openai --host box', ['http://box:8080']],
	['--engine openai --host box:1234 --host box:1234', ['http://box:1234']],
	['--engine openai', ['http://127.0.0.1:8080']],
	['--engine ollama --host box', ['http://box:11434']],
	['--engine ollama', ['http://127.0.0.1:11434']],
])('a host without a port is at that of its engine: %s', async (line, hosts) => {
	expect((await settle(line)).hosts).toEqual(hosts);
});

test('a host that was typed holds for every engine, at the port of each', async () => {
	const settings = await settle('--host box');
	expect(hostsOfEngine(settings, 'openai')).toEqual(['http://box:8080']);
	createSettingsPort(settings).save({host: ['desk']});
	expect(hostsOfEngine(settings, 'openai')).toEqual(['http://desk:8080']);
	expect(hostsOfEngine(settings, 'ollama')).toEqual(['http://desk:11434']);
	expect((await settle('--engine openai')).hosts).toEqual(['http://desk:8080']);
});
