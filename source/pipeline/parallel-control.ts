import type {RunParts} from './run.js';
import type {RunControls} from './run-controls.js';
import type {RunState} from './run-state.js';
import {firstSlots} from './slot-finder.js';
import {tuneParallel} from './tune-parallel.js';

/** What a run begins with. An engine whose speed says nothing gets one at a time. */
export function firstParallel({
	parallel,
	isTunable = true,
}: Pick<RunParts, 'parallel' | 'isTunable'>): number {
	if (parallel !== 'auto') return parallel;
	return isTunable ? firstSlots : 1;
}

/** How many interactions at once: as the user says, or, with `auto`, as many as the engine rewards. */
export function createParallelControl(
	state: RunState,
	wake: () => void,
	options: {isAuto: boolean; isTunable: boolean},
): Pick<RunControls, 'setParallel'> {
	let isAuto = options.isAuto;
	let stopTuning: (() => void) | undefined;

	function apply(parallel: number, isTrial = false): void {
		state.parallel = Math.max(1, Math.floor(parallel));
		state.bus.emit({type: 'parallel-changed', parallel: state.parallel, isAuto, ...(isTrial && {isTrial})});
		wake();
	}

	function startTuning(): void {
		if (!options.isTunable) return;
		const {progress, bus} = state;
		stopTuning = tuneParallel({progress, subscribe: bus.subscribe, setParallel: apply});
	}

	if (isAuto) startTuning();
	return {
		setParallel(parallel) {
			stopTuning?.();
			stopTuning = undefined;
			isAuto = parallel === 'auto';
			if (isAuto) startTuning();
			apply(parallel === 'auto' ? state.parallel : parallel);
		},
	};
}
