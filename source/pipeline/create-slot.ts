import {fromCheckpoint} from './checkpoint.js';
import {StoreError} from './errors.js';
import type {RunState} from './run-state.js';
import type {Slot} from './workshop.js';

/** A slot with the steps that were made of it in earlier tries or sessions. */
export function createSlot(state: RunState, place: {worker: number; planIndex: number}): Slot {
	const {planIndex} = place;
	const {id, generation} = findFreeId(state, planIndex);
	const checkpoint = state.checkpoints.get(planIndex);
	const {book, drawAt} = state.shelf.of(checkpoint?.promptFingerprint);
	return {
		...place,
		id,
		draw: drawAt(planIndex),
		book,
		family: state.families.familyOf(planIndex),
		generation,
		try: 1,
		calls: 0,
		startedAt: state.workshop.clock.awake(),
		...fromCheckpoint(checkpoint),
		seed: 0,
		sampling: undefined,
		isCancelled: false,
	};
}

/**
 * The next id of this plan index. Where a journal was damaged, one that is there or was decided about is passed over:
 * a decision about the lost record would otherwise hold for the new one.
 */
function findFreeId(state: RunState, planIndex: number): {id: string; generation: number} {
	const {runId, history} = state.workshop.store;
	const number = String(planIndex).padStart(5, '0');
	for (let generation = state.generations.get(planIndex); ; generation++) {
		const id = `${runId}-${number}${generation > 0 ? `-r${generation}` : ''}`;
		const isTaken = history.spentIds?.has(id) || state.progress.summaryIndex.get(id) !== undefined;
		if (!isTaken) return {id, generation};
	}
}

/** Puts a slot behind the steps that its family has made, with the prompts and the draw they belong to. */
export async function joinFamily(state: RunState, slot: Slot): Promise<void> {
	await takeStart(state, slot);
	if (slot.outputs.context !== undefined) state.families.release(slot.planIndex);
}

/** The family is looked up also for one that has its steps: it is to differ from what the others told. */
async function takeStart(state: RunState, slot: Slot): Promise<void> {
	const {planIndex} = slot;
	try {
		const start = await state.families.findStart(planIndex);
		if (!start || slot.outputs.context !== undefined) return;
		const {book, drawAt} = state.shelf.of(start.promptFingerprint);
		Object.assign(slot, {book, draw: drawAt(planIndex), outputs: start.outputs});
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		const message = `the scene of dialogue ${planIndex} could not be read back and is made again: ${error.message}`;
		state.bus.emit({type: 'notice-given', message});
	}
}
