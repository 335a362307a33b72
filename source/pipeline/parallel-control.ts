import type {RunControls} from './run-controls.js';
import type {RunState} from './run-state.js';
import {tuneParallel} from './tune-parallel.js';

/** What `auto` begins with. */
export const firstParallel = 1;

/** How many interactions at once: as the user says, or, with `auto`, as many as the engine rewards. */
export function createParallelControl(
	state: RunState,
	wake: () => void,
	options: {isAuto: boolean; isTunable: boolean},
): Pick<RunControls, 'setParallel'> {
	let isAuto = options.isAuto;
	let stopTuning: (() => void) | undefined;

	function apply(parallel: number): void {
		state.parallel = Math.max(1, Math.floor(parallel));
		state.bus.emit({type: 'parallel-changed', parallel: state.parallel, isAuto});
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
