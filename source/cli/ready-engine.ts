import type {Engine, EngineInspection} from '../pipeline/ports.js';
import {countAccepted} from '../store/count-accepted.js';
import {isFinished} from '../store/run-file.js';
import type {RunFolder} from '../store/run-store.js';
import {chooseJudge} from './choose-judge.js';
import {deferEngine} from './defer-engine.js';
import {noteUnverified} from './note-unverified.js';
import type {Arguments} from './parse-arguments.js';
import {requireRunnable} from './require-runnable.js';
import {type Change, listDigestChange, listHostsChange, recordChanges} from './resume-changes.js';

type Asked = {given: Arguments; isFullScreen: boolean};

type Ready = {
	engine: Engine;
	model: Pick<NonNullable<EngineInspection['model']>, 'digest' | 'contextTokens'>;
	/** Nobody has asked it yet. */
	isDeferred: boolean;
	notices: string[];
};

/**
 * Sees to it that the engine has the model of the run, and records what is another way now. A finished run on the screen is
 * there to be looked at: its engine is asked once something has to be made again.
 */
export async function readyEngine(
	folder: Pick<RunFolder, 'runFile' | 'history' | 'updateRunFile'>,
	{given, isFullScreen}: Asked,
	{engine, hosts, changes}: {engine: Engine; hosts: string[]; changes: Change[]},
): Promise<Ready> {
	if (changes.length === 0 && isThereToBeReviewed(folder, {given, isFullScreen})) {
		const model = {digest: folder.runFile.settings.model_digest, contextTokens: Number.POSITIVE_INFINITY};
		const look = async () => {
			const {model: found} = await requireRunnable(engine);
			listDigestChange(folder.runFile, {given, digest: found.digest});
			return found.contextTokens;
		};
		return {engine: deferEngine(engine, look), model, isDeferred: true, notices: []};
	}
	const inspection = await requireRunnable(engine);
	const {model} = inspection;
	const notices = noteUnverified(inspection, folder.runFile.settings.model_digest);
	const found = [
		...listDigestChange(folder.runFile, {given, digest: model.digest}),
		...listHostsChange(folder.runFile, hosts),
	];
	await recordChanges(folder, {changes: [...changes, ...found], when: 'at resume'});
	return {engine, model, isDeferred: false, notices};
}

function isThereToBeReviewed(
	folder: Pick<RunFolder, 'runFile' | 'history'>,
	{given, isFullScreen}: Asked,
): boolean {
	const asksForEngine = given.acceptChanges || given.hosts !== undefined || chooseJudge(given) !== undefined;
	return isFullScreen && !asksForEngine && isFinished(folder.runFile, countAccepted(folder));
}
