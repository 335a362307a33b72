import type {RunOutcome} from './events.js';
import type {RunState} from './run-state.js';

export function judgeOutcome({isEngineGone, isStopped, progress}: RunState): RunOutcome {
	if (progress.accepted === progress.requested) return 'complete';
	if (isEngineGone) return 'engine-gone';
	return isStopped ? 'stopped' : 'short';
}
