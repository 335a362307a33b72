import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test, vi} from 'vitest';
import {createLauncher} from '../../source/cli/create-launcher.js';
import {main} from '../../source/cli/main.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {listEngines} from '../../source/cli/prepare-engines.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createRun} from '../../source/store/run-folder.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();
beforeEach(() => void vi.stubEnv('UNWRITTEN_EMBEDDED', createTemporaryFolder()));

/** A run that was made in the process, where its engine is not installed any more. */
async function leaveEmbeddedRun(state: 'stopped' | 'finished' = 'stopped', accepted = 0) {
	const outputFolder = createTemporaryFolder();
	const start = createRunStart(1);
	const settings = {...start.settings, engine: 'embedded', model: 'small.gguf'};
	const run = await createRun({outputFolder, start: {...start, state, settings}, now: Date.now()});
	if (accepted > 0) await run.appendInteraction(createInteraction({planIndex: 0}));
	await run.setState(state);
	await run.close();
	return {outputFolder, runId: run.runId};
}

test.each(['--plain --resume', 'redo latest nobody', 'judge latest'])(
	'the engine of an embedded run is installed after a yes: %s',
	async line => {
		const {outputFolder} = await leaveEmbeddedRun();
		expect(await main([...line.split(' '), '--out', outputFolder])).toBe(2);
		expect(output.stderr.join('')).toContain('the embedded engine needs `node-llama-cpp`');
		expect(output.stderr.join('')).toContain('--yes-install');
	},
);

test('so is that of a judge', async () => {
	const out = createTemporaryFolder();
	const line = '--plain --engine rehearsal --count 1 --judge-engine embedded --judge-model a.gguf --out';
	expect(await main([...line.split(' '), out])).toBe(2);
	expect(output.stderr.join('')).toContain('the embedded engine needs `node-llama-cpp`');
});

test('what is used is the engine of the run, another that is named, and the judge', async () => {
	const {outputFolder, runId} = await leaveEmbeddedRun();
	const list = async (line: string) => {
		const given = parseArguments([...line.split(' '), '--out', outputFolder]);
		return listEngines(given, await resolveSettings(given));
	};
	const own = {engine: 'embedded', model: 'small.gguf'};
	expect(await list(`--resume ${runId}`)).toEqual([own]);
	expect(await list(`--resume ${join(outputFolder, 'runs', runId)} --judge-model big.gguf`)).toEqual([
		own,
		{engine: 'embedded', model: 'big.gguf'},
	]);
	expect(await list('--resume --engine ollama --model q')).toEqual([{engine: 'ollama', model: 'q'}]);
	expect(await list('--resume 20200101-000000-aa')).toEqual([]);
});

test('a finished run that is only looked at asks for nothing', async () => {
	const {outputFolder, runId} = await leaveEmbeddedRun('finished', 1);
	const given = parseArguments(['--resume', runId, '--out', outputFolder]);
	const settings = await resolveSettings(given);
	expect(await listEngines(given, settings, {isFullScreen: true})).toEqual([]);
	expect(await listEngines(given, settings)).toHaveLength(1);
});

test.each([
	['finished', false],
	['stopped', true],
] as const)(
	'the records of a run are not read where they decide nothing: %s, on the screen: %s',
	async (state, isFullScreen) => {
		const {outputFolder, runId} = await leaveEmbeddedRun(state, 1);
		const journal = join(outputFolder, 'runs', runId, 'interactions.jsonl');
		rmSync(journal);
		mkdirSync(journal);
		const given = parseArguments(['--resume', runId, '--out', outputFolder]);
		expect(await listEngines(given, await resolveSettings(given), {isFullScreen})).toHaveLength(1);
	},
);

test('one that calls itself finished and lacks some needs its engine on the screen too', async () => {
	const {outputFolder, runId} = await leaveEmbeddedRun('finished');
	const given = parseArguments(['--resume', runId, '--out', outputFolder]);
	expect(await listEngines(given, await resolveSettings(given), {isFullScreen: true})).toHaveLength(1);
});

test.each([
	[[], '`unwritten --engine embedded --model PATH.gguf`'],
	[['--model', 'small.gguf'], '`unwritten --engine embedded --model small.gguf`'],
])('the picker names a file where the embedded engine is not installed: %s', async (options, command) => {
	const given = parseArguments(options);
	const runs = {begin() {}, async endTrial() {}};
	const launcher = await createLauncher(given, await resolveSettings(given), runs);
	const state = await launcher.inspectEngine('embedded');
	expect(state).toMatchObject({status: 'away', remedy: expect.stringContaining(command)});
});
