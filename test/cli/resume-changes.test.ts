import {afterEach, expect, test, vi} from 'vitest';
import {exitCodes} from '../../source/cli/exit-codes.js';
import {main} from '../../source/cli/main.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {
	listDigestChange,
	listHostsChange,
	listResumeChanges,
	previewChanges,
	recordChanges,
} from '../../source/cli/resume-changes.js';
import {UserError} from '../../source/pipeline/errors.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {createRun, openRun} from '../../source/store/run-folder.js';
import {createRunStart} from '../helpers/run-start-fixture.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

afterEach(() => void vi.restoreAllMocks());

const prompts = await loadPromptFiles(defaultPromptFolder);

async function startFolder(start = {...createRunStart(10), prompts}) {
	const outputFolder = createTemporaryFolder();
	return {outputFolder, folder: await createRun({outputFolder, start, now: Date.now()})};
}

async function refusal(line: string): Promise<string> {
	const {folder} = await startFolder();
	const given = parseArguments(line.split(' '));
	const error = await listResumeChanges(folder.runFile, {given, isFullScreen: false}).catch(
		(caught: unknown) => caught,
	);
	await folder.close();
	expect(error).toBeInstanceOf(UserError);
	return (error as UserError).message;
}

test.each([
	['--resume --seed 8', 'seed is `7`'],
	['--resume --seed 8 --accept-changes', 'cannot become `8`'],
	['--resume --order round-robin', 'order is `balanced`'],
	['--resume --engine ollama', 'engine `rehearsal`, not `ollama`'],
	['--resume --model other', 'model `rehearsal`, not `other`'],
	['--resume --count 20', 'count `10`, not `20`'],
	['--resume --count 5 --accept-changes', 'cannot shrink to `5`'],
])('going on with other settings is refused: %s', async (line, message) => {
	expect(await refusal(line)).toContain(message);
});

test('the same settings, said again, change nothing', async () => {
	const {folder} = await startFolder();
	const given = parseArguments(
		'--resume --seed 7 --order balanced --engine rehearsal --model rehearsal'.split(' '),
	);
	expect(await listResumeChanges(folder.runFile, {given, isFullScreen: false})).toEqual([]);
	await folder.close();
});

test('what was accepted knowingly is recorded, and nothing before it is', async () => {
	const {folder, outputFolder} = await startFolder();
	const given = parseArguments('--resume --model other --count 20 --accept-changes'.split(' '));
	const changes = await listResumeChanges(folder.runFile, {given, isFullScreen: false});
	expect(previewChanges(folder.runFile, changes)).toMatchObject({
		settings: {model: 'other'},
		plan: {requested: 20},
	});
	expect(folder.runFile).toMatchObject({settings: {model: 'rehearsal'}, plan: {requested: 10}, notes: []});
	await recordChanges(folder, {changes, when: 'at resume'});
	await folder.close();
	const again = await openRun({outputFolder, runId: folder.runId, now: Date.now()});
	expect(again.runFile).toMatchObject({settings: {model: 'other'}, plan: {requested: 20}});
	expect(again.runFile.notes.map(({what, detail}) => `${what}: ${detail}`)).toEqual([
		'model changed at resume: rehearsal to other',
		'count changed at resume: 10 to 20',
	]);
	await again.close();
});

test('other weights under the same name are refused, or recorded', async () => {
	const {folder} = await startFolder();
	const given = parseArguments(['--resume']);
	expect(listDigestChange(folder.runFile, {given, digest: 'none'})).toEqual([]);
	expect(() => listDigestChange(folder.runFile, {given, digest: 'abc'})).toThrow(
		'model digest `none`, not `abc`',
	);
	const accepted = {given: parseArguments(['--resume', '--accept-changes']), digest: 'abc'};
	const changes = listDigestChange(folder.runFile, accepted);
	expect(previewChanges(folder.runFile, changes).settings.model_digest).toBe('abc');
	await folder.close();
});

test('a digest that proves nothing is recorded without a yes', async () => {
	const {folder} = await startFolder();
	const [change] = listDigestChange(folder.runFile, {
		given: parseArguments(['--resume']),
		digest: 'unverified:small',
	});
	expect(change).toMatchObject({what: 'model digest', from: 'none', to: 'unverified:small'});
	await folder.close();
});

test('other hosts need no yes, and are kept for the next time', async () => {
	const {folder} = await startFolder();
	expect(listHostsChange(folder.runFile, [])).toEqual([]);
	const changes = listHostsChange(folder.runFile, ['http://box:1234']);
	expect(previewChanges(folder.runFile, changes).settings.hosts).toEqual(['http://box:1234']);
	await folder.close();
});

test('edited prompts are not taken unless the change is accepted; then the old ones are kept', async () => {
	const old = {fingerprint: 'old', texts: {'dialogue.md': 'Write it.'}};
	const {folder} = await startFolder({...createRunStart(10), prompts: old});
	const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	expect(
		await listResumeChanges(folder.runFile, {given: parseArguments(['--resume']), isFullScreen: false}),
	).toEqual([]);
	expect(String(said.mock.calls[0]?.[0])).toContain('the run keeps its own');
	const changes = await listResumeChanges(folder.runFile, {
		given: parseArguments(['--resume', '--accept-changes']),
		isFullScreen: false,
	});
	const {prompts: taken, earlier_prompts: earlier} = previewChanges(folder.runFile, changes);
	expect(taken.fingerprint).toBe(prompts.fingerprint);
	expect(earlier).toEqual([old]);
	await folder.close();
});

test('a resume that fails for want of its model leaves the run as it was', async () => {
	vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
	const digest = {model_digest: 'none', engine: 'ollama'};
	const start = createRunStart(10);
	const {folder, outputFolder} = await startFolder({
		...start,
		prompts,
		settings: {...start.settings, ...digest},
	});
	await folder.close();
	vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	const line = `--plain --resume --out ${outputFolder} --model other --host 127.0.0.1:9 --accept-changes`;
	expect(await main(line.split(' '))).toBe(exitCodes.failed);
	const again = await openRun({outputFolder, runId: folder.runId, now: Date.now()});
	expect(again.runFile).toMatchObject({settings: {model: 'rehearsal'}, notes: []});
	await again.close();
	vi.unstubAllEnvs();
});
