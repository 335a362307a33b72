import {changed, type KeyFacts, type KeyHandlers, type KeyOutcome, noticed} from './key-outcome.js';
import {currentId, listHandlers, openRecord} from './reduce-list-key.js';
import type {Overlay, ScreenState} from './screen-state.js';

type OpenRecord = Extract<Overlay, {kind: 'record'}>;

function openedRecord({overlay}: ScreenState): OpenRecord | undefined {
	return overlay?.kind === 'record' ? overlay : undefined;
}

/** The next doubtful one, or back to the run where there is none. */
function step(state: ScreenState, facts: KeyFacts, by: number): KeyOutcome {
	const queue = openedRecord(state)?.queue;
	if (!queue) return changed(state);
	const position = queue.position + by;
	const next = queue.doubts[position];
	if (next) return openRecord(state, next.id, {...queue, position});
	const text = by > 0 ? 'that was the last doubtful one' : 'this is the most doubtful one';
	const told = noticed(state, facts, {text, role: 'status.good'});
	return changed(by > 0 ? {...told, overlay: undefined} : told);
}

function thenNext(decided: KeyOutcome, facts: KeyFacts): KeyOutcome {
	if (decided.commands.length === 0) return decided;
	const moved = step(decided.state, facts, 1);
	return {state: moved.state, commands: [...decided.commands, ...moved.commands]};
}

/** One that was rejected before counts again; any other is found good. */
function accept(state: ScreenState, facts: KeyFacts): KeyOutcome {
	const id = currentId(state, facts);
	const status = facts.list.at(facts.list.positionOf(id))?.status;
	if (id === undefined) return changed(state);
	return status === 'rejected'
		? (listHandlers['take-back']?.(state, facts) ?? changed(state))
		: thenNext(changed(state, {type: 'keep', id}), facts);
}

function editRecord(state: ScreenState, facts: KeyFacts): KeyOutcome {
	const id = currentId(state, facts);
	return id === undefined ? changed(state) : changed(state, {type: 'edit', id});
}

function openNote(state: ScreenState): KeyOutcome {
	const overlay = openedRecord(state);
	if (overlay?.load.status !== 'ready') return changed(state);
	const note = overlay.load.interaction.training_metadata.note ?? '';
	return changed({...state, overlay: {...overlay, note}});
}

function keepNote(state: ScreenState): KeyOutcome {
	const overlay = openedRecord(state);
	if (overlay?.note === undefined) return changed(state);
	const closed = {...state, overlay: {...overlay, note: undefined}};
	return changed(closed, {type: 'note', id: overlay.id, note: overlay.note});
}

function closeNote(state: ScreenState): KeyOutcome {
	const overlay = openedRecord(state);
	return changed(overlay ? {...state, overlay: {...overlay, note: undefined}} : state);
}

/** In the list and in an open record. */
export const markHandlers: KeyHandlers = {
	review: state => changed(state, {type: 'find-doubts'}),
	edit: editRecord,
	note: openNote,
};

/** In the queue of doubtful ones: each decision goes on to the next. */
export const reviewHandlers: KeyHandlers = {
	reject: (state, facts) => thenNext(listHandlers.reject?.(state, facts) ?? changed(state), facts),
	'take-back': accept,
	'next-match': (state, facts) => step(state, facts, 1),
	'previous-match': (state, facts) => step(state, facts, -1),
};

export const notingHandlers: KeyHandlers = {choose: keepNote, close: closeNote};
