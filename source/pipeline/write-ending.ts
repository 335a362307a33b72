import {AbortedError, UnreadableRecordError} from './errors.js';
import {judgeEndState, judgeOutcome} from './judge-outcome.js';
import {persistWithin} from './persist.js';
import type {RunState} from './run-state.js';

type Part = 'batch' | 'state';

/**
 * Leaves behind what a run that is over leaves: its batch, and in `run.json` how it ended. A disk that refuses is waited
 * for; once the run is called off each is tried one last time, and what is missing then is told.
 */
export async function writeEnding(state: RunState): Promise<void> {
	await orTell(state, 'batch', () => persistLast(state, () => writeBatch(state)));
	await orTell(state, 'state', () => persistLast(state, () => writeState(state)));
}

const patienceMs = {atLeast: 1_500, perRecord: 0.1, onceGivenUp: 300};

/** A large batch takes its time on a good disk; a disk that has just not answered gets little more. */
function persistLast({workshop, progress}: RunState, write: () => Promise<void>): Promise<void> {
	const whole = patienceMs.atLeast + progress.accepted * patienceMs.perRecord;
	const isHanging = progress.givenUp.writes > 0;
	return persistWithin({workshop, write, patienceMs: isHanging ? patienceMs.onceGivenUp : whole});
}

async function orTell(
	{bus, workshop}: RunState,
	part: Part,
	persistPart: () => Promise<void>,
): Promise<void> {
	try {
		await persistPart();
	} catch (error) {
		const refusal = error instanceof AbortedError ? (error.cause as Error) : (error as Error);
		const unreadableId = refusal instanceof UnreadableRecordError ? refusal.id : undefined;
		const {runId} = workshop.store;
		bus.emit({type: 'ending-refused', part, unreadableId});
		bus.emit({type: 'notice-given', message: describeMissing(part, {refusal, runId})});
	}
}

function describeMissing(part: Part, {refusal, runId}: {refusal: Error; runId: string}): string {
	const reason = refusal.message;
	if (refusal instanceof UnreadableRecordError) {
		return `the batch file could not be written: ${reason}; \`unwritten runs --repair ${runId}\` keeps its line aside, then \`unwritten export ${runId}\` writes the others`;
	}
	return part === 'batch'
		? `the batch file could not be written: ${reason}; the records are safe: \`unwritten export ${runId}\` writes it`
		: `how the run ended could not be kept: ${reason}`;
}

async function writeBatch(state: RunState): Promise<void> {
	const partial = ['stopped', 'engine-gone'].includes(judgeOutcome(state));
	const written = await state.exportBatch(partial);
	if (written) state.bus.emit({type: 'batch-exported', ...written, partial});
}

async function writeState({progress, workshop}: RunState): Promise<void> {
	await workshop.store.setState(judgeEndState(progress));
}
