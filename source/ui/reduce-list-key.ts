import type {RunStatus} from '../pipeline/progress.js';
import type {ActionId} from './key-binding.js';
import {changed, type KeyFacts, type KeyHandlers, type KeyOutcome, moves, noticed} from './key-outcome.js';
import type {ReviewQueue, ScreenState} from './screen-state.js';

/** Position of the selected interaction: the newest where none is selected or the selected one is not listed. */
export function selectedPosition(state: ScreenState, facts: Pick<KeyFacts, 'list'>): number {
	return Math.max(0, facts.list.positionOf(state.list.selectedId));
}

/** The interaction that keys act on: the open one, else the selected one. */
export function currentId(state: ScreenState, facts: Pick<KeyFacts, 'list'>): string | undefined {
	if (state.overlay?.kind === 'record') return state.overlay.id;
	return facts.list.at(selectedPosition(state, facts))?.id;
}

function select(state: ScreenState, facts: KeyFacts, position: number): ScreenState {
	// The newest is followed rather than held: what comes after it takes its place.
	const selectedId = position === 0 ? undefined : facts.list.at(position)?.id;
	return {...state, list: {...state.list, selectedId}};
}

export function moveInList(state: ScreenState, facts: KeyFacts, action: ActionId): KeyOutcome {
	const move = moves[action];
	if (!move) return changed(state);
	const limit = {last: facts.list.length - 1, page: facts.listPage};
	return changed(select(state, facts, Math.max(0, move(selectedPosition(state, facts), limit))));
}

function open(state: ScreenState, facts: KeyFacts): KeyOutcome {
	const id = facts.list.at(selectedPosition(state, facts))?.id;
	return id === undefined ? changed(state) : openRecord(state, id);
}

export function openRecord(state: ScreenState, id: string, queue?: ReviewQueue): KeyOutcome {
	const overlay = {kind: 'record' as const, id, scroll: 0, load: {status: 'loading' as const}, queue};
	return changed({...state, overlay}, {type: 'read-record', id});
}

function step(state: ScreenState, facts: KeyFacts, by: number): KeyOutcome {
	const isOpen = state.overlay?.kind === 'record';
	const from = isOpen ? facts.list.positionOf(currentId(state, facts)) : selectedPosition(state, facts);
	const to = from + by;
	const id = facts.list.at(to)?.id;
	if (id === undefined) {
		const text = by > 0 ? 'this is the last one' : 'this is the first one';
		return changed(noticed(state, facts, {text, role: 'muted'}));
	}
	const moved = {...state, list: {...state.list, selectedId: id}};
	return isOpen ? openRecord(moved, id) : changed(moved);
}

/** A run that has come to its end goes on when a cell needs filling again; one that was stopped does not. */
export function takesDecisions(status: RunStatus | undefined): boolean {
	if (status?.status === 'ended') return status.outcome === 'complete' || status.outcome === 'short';
	return status?.status !== 'stopping';
}

function decide(state: ScreenState, facts: KeyFacts, type: 'reject' | 'take-back'): KeyOutcome {
	const id = currentId(state, facts);
	const position = facts.list.positionOf(id);
	const summary = facts.list.at(position);
	if (id === undefined) return changed(state);
	if (!takesDecisions(facts.status)) {
		const text = 'the run was stopped: nothing would fill the cell';
		return changed(noticed(state, facts, {text, role: 'status.warning'}));
	}
	const wanted = type === 'reject' ? 'accepted' : 'rejected';
	if (summary && summary.status !== wanted) {
		return changed(noticed(state, facts, {text: `it is ${summary.status}, not ${wanted}`, role: 'muted'}));
	}
	// Held where it is: under a filter it may leave the list, and the next one must not be hit by the same key.
	const held = {...state, list: {...state.list, selectedId: id}};
	return changed(held, {type, id});
}

function copy(state: ScreenState, facts: KeyFacts): KeyOutcome {
	const id = currentId(state, facts);
	return id === undefined ? changed(state) : changed(state, {type: 'copy', id});
}

export const listHandlers: KeyHandlers = {
	open,
	reject: (state, facts) => decide(state, facts, 'reject'),
	'take-back': (state, facts) => decide(state, facts, 'take-back'),
	'next-match': (state, facts) => step(state, facts, 1),
	'previous-match': (state, facts) => step(state, facts, -1),
	copy,
};
