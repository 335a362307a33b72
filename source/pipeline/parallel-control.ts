import type {RunParts} from './run.js';
import type {RunControls} from './run-controls.js';
import type {RunState} from './run-state.js';
import {firstSlots} from './slot-finder.js';
import {tuneParallel} from './tune-parallel.js';

/** What a run begins with. An engine whose speed says nothing gets one at a time. */
export function firstParallel(parts: Pick<RunParts, 'engine' | 'parallel' | 'isTunable'>): number {
	const {engine, parallel, isTunable = true} = parts;
	if (parallel !== 'auto') return parallel;
	if (engine.pool) return engine.pool.parallel;
	return isTunable ? firstSlots : 1;
}

/** How many interactions at once: as the user says, or, with `auto`, as many as the engine rewards. */
export function createParallelControl(
	state: RunState,
	wake: () => void,
	options: {isAuto: boolean; isTunable: boolean},
): Pick<RunControls, 'setParallel'> & {connectPool(): void} {
	const {pool} = state.workshop.engine;
	let isAuto = options.isAuto;
	let stopTuning: (() => void) | undefined;

	function apply(parallel: number, isTrial = false): void {
		state.parallel = Math.max(1, Math.floor(parallel));
		state.bus.emit({type: 'parallel-changed', parallel: state.parallel, isAuto, ...(isTrial && {isTrial})});
		wake();
	}

	function startTuning(): void {
		if (!options.isTunable || pool) return;
		const {progress, bus} = state;
		stopTuning = tuneParallel({progress, subscribe: bus.subscribe, setParallel: apply});
	}

	if (isAuto) startTuning();
	pool?.setParallel(isAuto ? 'auto' : state.parallel);
	return {
		/** From the start of the run on: several hosts find their own slots and say how many they are together. */
		connectPool() {
			pool?.connect(fact => {
				if (fact.type !== 'capacity-found') state.bus.emit(fact);
				else if (isAuto) apply(fact.parallel, fact.isTrial);
			});
		},
		setParallel(parallel) {
			stopTuning?.();
			stopTuning = undefined;
			isAuto = parallel === 'auto';
			pool?.setParallel(parallel);
			if (isAuto) startTuning();
			apply(parallel === 'auto' ? (pool?.parallel ?? state.parallel) : parallel);
		},
	};
}
