import {persist} from './persist.js';
import type {RunControls} from './run-controls.js';
import type {RunState} from './run-state.js';

type Decided = {id: string; planIndex: number; decision: 'reject' | 'take-back'};

/** The user's own decisions about accepted interactions, one after the other, on disk before they are announced. */
export function createReview(state: RunState, wake: () => void): Pick<RunControls, 'reject' | 'takeBack'> {
	let last: Promise<void> = Promise.resolve();

	/** A key pressed twice must find what the first press did. */
	function inTurn(decide: () => Promise<void>): Promise<void> {
		state.decisionsUnderWay++;
		const mine = last.then(decide).finally(() => {
			state.decisionsUnderWay--;
			wake();
		});
		last = mine.catch(() => {});
		return mine;
	}

	return {
		reject: id => inTurn(() => reject(state, id)),
		takeBack: id => inTurn(() => takeBack(state, id)),
	};
}

async function reject(state: RunState, id: string): Promise<void> {
	const summary = findSummary(state, id);
	if (summary?.status !== 'accepted') return;
	const {planIndex} = summary;
	await writeDecision(state, {id, planIndex, decision: 'reject'});
	state.workshop.nearCopies.remove(id);
	state.queue.put(planIndex);
	state.bus.emit({type: 'interaction-rejected', id, planIndex});
}

async function takeBack(state: RunState, id: string): Promise<void> {
	const summary = findSummary(state, id);
	if (summary?.status !== 'rejected') return;
	const {planIndex} = summary;
	const {nearCopies, store} = state.workshop;
	const isWithdrawn = await withdraw(state, planIndex);
	try {
		const {npc_card_narrative: narrative} = await store.readInteraction(id);
		await writeDecision(state, {id, planIndex, decision: 'take-back'});
		nearCopies.add(id, narrative.dialogue_prose);
	} catch (error) {
		if (isWithdrawn) state.queue.put(planIndex);
		throw error;
	}
	const refill = findRefill(state, planIndex);
	if (refill) nearCopies.remove(refill.id);
	const replaced = refill ? {spareId: refill.id} : {wasFailed: state.failed.delete(planIndex)};
	state.bus.emit({type: 'rejection-taken-back', id, planIndex, ...replaced});
}

export function findSummary(state: RunState, id: string) {
	const index = state.progress.summaryIndex.get(id);
	return index === undefined ? undefined : state.progress.summaries.at(index);
}

function findRefill(state: RunState, planIndex: number) {
	return state.progress.summaries.find(other => other.planIndex === planIndex && other.status === 'accepted');
}

/**
 * Keeps every worker from this plan index: out of the queue, and a refill under way is dropped; one that was just being
 * written is let in and becomes the spare. True when it is to be put back should the decision fail.
 */
async function withdraw(state: RunState, planIndex: number): Promise<boolean> {
	if (state.queue.remove(planIndex)) return true;
	const underWay = state.slots.get(planIndex);
	if (!underWay) return false;
	underWay.slot.isCancelled = true;
	state.calls.abort(planIndex);
	await underWay.ended;
	return !state.failed.has(planIndex) && findRefill(state, planIndex) === undefined;
}

async function writeDecision(state: RunState, {id, planIndex, decision}: Decided): Promise<void> {
	const {clock, store} = state.workshop;
	const at = new Date(clock.now()).toISOString();
	await persist(state.workshop, () => store.appendDecision({at, id, plan_index: planIndex, decision}));
}
