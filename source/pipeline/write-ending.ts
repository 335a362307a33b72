import {AbortedError, UnreadableRecordError} from './errors.js';
import type {RunFact, RunOutcome} from './events.js';
import {judgeEndState, judgeOutcome} from './judge-outcome.js';
import {persistWithin} from './persist.js';
import type {RunState} from './run-state.js';

type Part = 'batch' | 'state';

/** Which of the changes to what counts the batch file has; `written` is undefined while there is none. */
export type BatchAge = {changes: number; written: number | undefined};

const changing = new Set<RunFact['type']>([
	'interaction-accepted',
	'interaction-rejected',
	'interaction-edited',
	'interaction-noted',
	'interaction-kept',
	'interaction-replaced',
	'rejection-taken-back',
]);

/** Whether a batch that was written before this fact is older than what counts. */
export function isChangeOfBatch({type}: Pick<RunFact, 'type'>): boolean {
	return changing.has(type);
}

/**
 * Leaves behind what a run that is over leaves: its batch, and in `run.json` how it ended. A disk that refuses is waited
 * for; once the run is called off each is tried one last time, and what is missing then is told.
 */
export async function writeEnding(state: RunState): Promise<void> {
	const outcome = judgeOutcome(state);
	const isWritten = outcome === 'complete' && state.batch.written === state.batch.changes;
	if (!isWritten) await orTell(state, 'batch', () => persistLast(state, () => writeBatch(state, outcome)));
	await orTell(state, 'state', () => persistLast(state, () => writeState(state)));
}

/**
 * Once the run has ended and is being left: what was decided since its batch was written goes into another one. The run
 * cannot go on after that.
 */
export async function renewBatch(state: RunState, decided: () => Promise<void>): Promise<void> {
	const {batch, progress, workshop} = state;
	const hasEnded = () => progress.status.status === 'ended';
	if (!hasEnded()) return;
	if (state.decisionsUnderWay > 0) await waitWithin(decided(), {workshop, patienceMs: patienceMs.atLeast});
	const isOlder = batch.written !== undefined && batch.written !== batch.changes;
	if (!isOlder || !hasEnded()) return;
	const outcome = judgeOutcome(state);
	state.callOff();
	await orTell(state, 'batch', () => persistLast(state, () => writeBatch(state, outcome)));
	await orTell(state, 'state', () => persistLast(state, () => writeState(state)));
}

/** A disk that does not answer must not keep the user from leaving. */
async function waitWithin(
	promise: Promise<void>,
	{workshop, patienceMs}: Pick<RunState, 'workshop'> & {patienceMs: number},
): Promise<void> {
	const over = new AbortController();
	const late = workshop.clock.sleep(patienceMs, over.signal);
	await Promise.race([promise, late]).finally(() => over.abort());
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

async function writeBatch(state: RunState, outcome: RunOutcome): Promise<void> {
	const partial = ['stopped', 'engine-gone'].includes(outcome);
	const {changes} = state.batch;
	const written = await state.exportBatch(partial);
	state.batch.written = changes;
	if (written) state.bus.emit({type: 'batch-exported', ...written, partial});
}

async function writeState({progress, workshop}: RunState): Promise<void> {
	await workshop.store.setState(judgeEndState(progress));
}
