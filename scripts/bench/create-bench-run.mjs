import {systemClock} from '../../dist/engines/system-clock.js';
import {parsePromptBook} from '../../dist/pipeline/prompt-book.js';
import {defaultRetryPolicy} from '../../dist/pipeline/retry-policy.js';
import {createRun} from '../../dist/pipeline/run.js';
import {defaultPromptFolder, loadPromptFiles} from '../../dist/store/prompt-files.js';
import * as folders from '../../dist/store/run-folder.js';

/**
 * A run of the program in this process, without a command line: real prompts, checks, gate and journals, any engine.
 * Resolves with the run and its store. To be imported once the heap has its flags.
 */
export async function createBenchRun({engine, outputFolder, requested, seed, parallel}) {
	const {texts, fingerprint} = await loadPromptFiles(defaultPromptFolder);
	const plan = {requested, order: 'balanced', seed, shard: {part: 1, of: 1}, variations: 1};
	const {name, model} = engine;
	const settings = {engine: name, model, model_digest: '', hosts: [], parallel, sampling: {}};
	const start = {app_version: '0.0.0', plan, settings, prompts: {texts, fingerprint}};
	const store = await folders.createRun({outputFolder, now: Date.now(), start});
	const run = await createRun({
		plan: {seed, order: 'balanced', planIndexes: Array.from({length: requested}, (_, index) => index)},
		engine,
		modelDigest: 'none',
		store,
		book: parsePromptBook(texts, fingerprint),
		policy: defaultRetryPolicy,
		clock: systemClock,
		appVersion: '0.0.0',
		contextTokens: 4_096,
		parallel,
		isTunable: false,
		exportBatch: async () => undefined,
	});
	return {run, store};
}
