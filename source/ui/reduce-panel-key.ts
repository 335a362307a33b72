import {cellCount} from '../domain/parameter-space.js';
import type {ActionId} from './key-binding.js';
import {changed, clamp, type KeyFacts, type KeyHandlers, type KeyOutcome, moves} from './key-outcome.js';
import {moveInList} from './reduce-list-key.js';
import {panelIds, type ScreenState} from './screen-state.js';

const cellsInRow = 16;

/** Arrows and page keys, in the panel that has the focus. */
export function moveInPanel(state: ScreenState, facts: KeyFacts, action: ActionId): KeyOutcome {
	switch (state.focus) {
		case 'list':
			return moveInList(state, facts, action);
		case 'preview':
			return movePreview(state, facts, action);
		case 'map':
			return moveOnMap(state, action);
		case 'coverage':
		case 'failures':
			return scrollPanel(state, facts, {panel: state.focus, action});
	}
}

/** Scrolling up leaves the tail; scrolling down to it follows it again. */
function movePreview(state: ScreenState, facts: KeyFacts, action: ActionId): KeyOutcome {
	if (action === 'move-left' || action === 'move-right') {
		return changed(pinNext(state, facts, action === 'move-right' ? 1 : -1));
	}
	const {furthest, page} = facts.scroll.preview;
	const fromTop = furthest - Math.min(furthest, state.preview.scrollBack);
	const moved = moves[action]?.(fromTop, {last: furthest, page}) ?? fromTop;
	return changed({...state, preview: {...state.preview, scrollBack: furthest - moved}});
}

function pinNext(state: ScreenState, facts: KeyFacts, step: number): ScreenState {
	const {workers, shownWorker} = facts;
	const index = shownWorker === undefined ? -1 : workers.indexOf(shownWorker);
	const pinned = workers[(index + step + workers.length) % Math.max(1, workers.length)];
	return {...state, preview: {pinned, scrollBack: 0}};
}

const mapSteps: Partial<Record<ActionId, number>> = {
	'move-left': -1,
	'move-right': 1,
	'move-up': -cellsInRow,
	'move-down': cellsInRow,
};

function moveOnMap(state: ScreenState, action: ActionId): KeyOutcome {
	if (action === 'go-first') return changed({...state, map: {cursor: 0}});
	if (action === 'go-last') return changed({...state, map: {cursor: cellCount - 1}});
	const cursor = state.map.cursor + (mapSteps[action] ?? 0);
	return cursor < 0 || cursor >= cellCount ? changed(state) : changed({...state, map: {cursor}});
}

function scrollPanel(
	state: ScreenState,
	facts: KeyFacts,
	{panel, action}: {panel: 'coverage' | 'failures'; action: ActionId},
): KeyOutcome {
	const {furthest, page} = facts.scroll[panel];
	const from = clamp(state[panel].scroll, 0, furthest);
	const scroll = moves[action]?.(from, {last: furthest, page}) ?? from;
	return changed({...state, [panel]: {...state[panel], scroll}});
}

function focusNext(state: ScreenState, step: number): KeyOutcome {
	const index = panelIds.indexOf(state.focus);
	const focus = panelIds[(index + step + panelIds.length) % panelIds.length] ?? 'list';
	return changed({...state, focus});
}

/** Back, one thing at a time: the filter, then the focus, then the place in the list. Never out of the program. */
function goBack(state: ScreenState): KeyOutcome {
	if (state.focus !== 'list') return changed({...state, focus: 'list'});
	if (state.list.filter !== '') return changed({...state, list: {...state.list, filter: ''}});
	return changed({...state, list: {...state.list, selectedId: undefined}});
}

function openCell(state: ScreenState): KeyOutcome {
	const list = {...state.list, filter: `cell:${state.map.cursor}`, selectedId: undefined};
	return changed({...state, focus: 'list', list});
}

function togglePin(state: ScreenState, facts: KeyFacts): KeyOutcome {
	const pinned = state.preview.pinned === undefined ? facts.shownWorker : undefined;
	return changed({...state, preview: {pinned, scrollBack: 0}});
}

export const panelHandlers: KeyHandlers = {
	'next-panel': state => focusNext(state, 1),
	'previous-panel': state => focusNext(state, -1),
	close: goBack,
	pin: togglePin,
	reorder: state => {
		const order = state.coverage.order === 'deficit' ? 'axis' : 'deficit';
		return changed({...state, coverage: {order, scroll: 0}});
	},
};

export const mapHandlers: KeyHandlers = {open: openCell};
