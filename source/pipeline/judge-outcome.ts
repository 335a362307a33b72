import type {RunOutcome} from './events.js';
import type {Progress} from './progress.js';
import type {RunState} from './run-state.js';

export function judgeOutcome({isEngineGone, isStopped, progress}: RunState): RunOutcome {
	if (progress.accepted === progress.requested) return 'complete';
	if (isEngineGone) return 'engine-gone';
	return isStopped ? 'stopped' : 'short';
}

/** What `run.json` says of a run that is over. */
export function judgeEndState({accepted, requested}: Pick<Progress, 'accepted' | 'requested'>) {
	return accepted === requested ? 'finished' : 'stopped';
}
