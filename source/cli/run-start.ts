import type {Engine} from '../pipeline/ports.js';
import {modelStepDefinitions} from '../pipeline/steps/model-steps.js';
import {defaultPromptFolder, loadPromptFiles} from '../store/prompt-files.js';
import type {RunFile} from '../store/run-file.js';
import type {RunFolder} from '../store/run-store.js';
import {takeOwnWorld} from '../store/world-folder.js';

/** The prompts that came with the program, with the lists of the user's own world where there is one. */
export async function loadPrompts(worldFolder: string | undefined) {
	const prompts = await loadPromptFiles(defaultPromptFolder);
	return worldFolder === undefined ? {prompts, world: undefined} : takeOwnWorld(prompts, worldFolder);
}

type RunSettings = RunFile['settings'];

/** What `run.json` keeps of how a run is made. */
export function describeSettings(
	made: Pick<RunSettings, 'engine' | 'model' | 'hosts' | 'parallel' | 'world' | 'judge'> & {digest: string},
): RunSettings {
	const {engine, model, digest, hosts, parallel, world, judge} = made;
	return {
		engine,
		model,
		model_digest: digest,
		hosts,
		parallel,
		...(world && {world}),
		...(judge && {judge}),
		sampling: samplingByStep(),
	};
}

/** A run that was planned and is begun now is made with what was chosen for it now. */
export async function settlePlannedRun(
	{runFile, updateRunFile}: Pick<RunFolder, 'runFile' | 'updateRunFile'>,
	chosen: {engine: Engine; hosts: string[]; digest: string; judge: RunSettings['judge']},
): Promise<void> {
	if (runFile.state !== 'planned') return;
	const {engine, ...others} = chosen;
	const made = {engine: engine.name, model: engine.model, ...others};
	await updateRunFile(file => ({
		...file,
		state: 'running',
		settings: describeSettings({...file.settings, ...made}),
	}));
}

function samplingByStep() {
	return Object.fromEntries(
		Object.values(modelStepDefinitions).map(({step, sampling}) => [
			step,
			{
				temperature: sampling.temperature,
				top_p: sampling.topP,
				top_k: sampling.topK,
				repeat_penalty: sampling.repeatPenalty,
			},
		]),
	);
}
