import {beforeEach, expect, test, vi} from 'vitest';
import {hostsOfEngine} from '../../source/cli/hosts-of-engine.js';
import {main} from '../../source/cli/main.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createSettingsPort} from '../../source/cli/settings-port.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const {stderr} = captureOutput();
beforeEach(() => {
	vi.stubEnv('OLLAMA_HOST', undefined);
	vi.stubEnv('OPENAI_BASE_URL', undefined);
});

const settle = (line: string) => resolveSettings(parseArguments(line.split(' ')));

async function settleHosts(line: string): Promise<string[]> {
	const settings = await settle(line);
	return hostsOfEngine(settings, settings.engine);
}

test.each([
	['--engine openai --host box', ['http://box:8080']],
	['--engine openai --host box:1234 --host box:1234', ['http://box:1234']],
	['--engine openai', ['http://127.0.0.1:8080']],
	['--engine ollama --host box', ['http://box:11434']],
	['--engine ollama', ['http://127.0.0.1:11434']],
])('a host without a port is at that of its engine: %s', async (line, hosts) => {
	expect(await settleHosts(line)).toEqual(hosts);
});

test('a host that was typed holds for every engine, at the port of each', async () => {
	const settings = await settle('--host box');
	expect(hostsOfEngine(settings, 'openai')).toEqual(['http://box:8080']);
	createSettingsPort(settings).save({host: ['desk']});
	expect(hostsOfEngine(settings, 'openai')).toEqual(['http://desk:8080']);
	expect(hostsOfEngine(settings, 'ollama')).toEqual(['http://desk:11434']);
	expect(await settleHosts('--engine openai')).toEqual(['http://desk:8080']);
});

test.each([
	['OLLAMA_HOST', 'ollama'],
	['OPENAI_BASE_URL', 'openai'],
])(
	'a variable that holds no address is named where its engine is wanted, and keeps nothing else back: %s',
	async (variable, engine) => {
		vi.stubEnv(variable, 'htp://box');
		const out = createTemporaryFolder();
		expect(await main(['runs', '--out', out])).toBe(0);
		expect(await main(['--plain', '--engine', 'rehearsal', '--count', '1', '--out', out])).toBe(0);
		expect(await main(['--plain', '--engine', engine, '--count', '1', '--out', out])).toBe(2);
		expect(stderr.join('')).toContain(`\`${variable}\`: The host \`htp://box\` is not an address.\nhint: `);
	},
);

test('a kept host that is no address is ignored like other settings that make no sense', async () => {
	(await settle('--engine ollama')).file.save({host: ['box', 'htp://box'], model: 'm'});
	expect(await settleHosts('--engine ollama')).toEqual(['http://127.0.0.1:11434']);
	expect((await settle('--engine ollama')).model).toBe('m');
	expect(stderr.join('')).toContain('note: settings that make no sense are ignored: host');
});

test('a typed host that is no address is refused at once', async () => {
	await expect(settle('--host htp://box')).rejects.toThrow('is not an address');
});
