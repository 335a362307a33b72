import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {createLauncher} from '../../source/cli/create-launcher.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import {createScreenRuns} from '../../source/cli/screen-runs.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

afterEach(() => void vi.unstubAllEnvs());

/** A trial that was closed, its run file as `change` leaves it, and a way to go on with it. */
async function endTrial(change: (file: {prompts: object; settings: object}) => object) {
	const out = createTemporaryFolder();
	vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
	const given = parseArguments(['--engine', 'rehearsal', '--seed', '7', '--out', out]);
	const runs = createScreenRuns(error => expect.fail(String(error)));
	const launcher = await createLauncher(given, await resolveSettings(given), runs);
	const {facts} = await launcher.start({kind: 'trial', engine: 'rehearsal', model: 'rehearsal-grammar'});
	await launcher.endTrial();
	const path = join(out, 'runs', readdirSync(join(out, 'runs'))[0] as string, 'run.json');
	const read = () => JSON.parse(readFileSync(path, 'utf8'));
	writeFileSync(path, JSON.stringify(change(read())));
	const goOn = async () => {
		await launcher.start({kind: 'extend', runId: facts.runId, count: 3});
		await launcher.endTrial();
	};
	return {read, goOn};
}

test('going on after the trial raises the target, and takes no prompts that were edited meanwhile', async () => {
	const {read, goOn} = await endTrial(file => ({...file, prompts: {...file.prompts, fingerprint: 'of old'}}));
	await goOn();
	expect(read()).toMatchObject({plan: {requested: 3}, state: 'finished', prompts: {fingerprint: 'of old'}});
	expect(read().notes).toMatchObject([{what: 'count changed at resume'}]);
});

test('going on after the trial with other weights under the same name is refused', async () => {
	const {read, goOn} = await endTrial(file => ({...file, settings: {...file.settings, model_digest: 'old'}}));
	await expect(goOn()).rejects.toThrow('model digest `old`');
	expect(read().plan.requested).toBe(2);
});
