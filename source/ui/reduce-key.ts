import type {ActionId, KeyBinding, KeyContext} from './key-binding.js';
import {textFields} from './key-contexts.js';
import {changed, type KeyFacts, type KeyHandlers, type KeyOutcome, moves} from './key-outcome.js';
import type {KeyPress} from './key-press.js';
import {findBinding} from './key-table.js';
import {listHandlers} from './reduce-list-key.js';
import {overlayHandlers, scrollOverlay} from './reduce-overlay-key.js';
import {mapHandlers, moveInPanel, panelHandlers} from './reduce-panel-key.js';
import {customHandlers, moveInPicker, pickerHandlers} from './reduce-picker-key.js';
import {markHandlers, notingHandlers, reviewHandlers} from './reduce-review-key.js';
import {confirmHandlers, endedHandlers, runHandlers} from './reduce-run-key.js';
import {isEndFresh, type ScreenState} from './screen-state.js';
import {appendText, editText} from './text-field.js';

/** Where the keys go now. In a window that is too small what lies on top does not show: it takes none. */
export function keyContext(state: ScreenState, facts: Pick<KeyFacts, 'status' | 'isTooSmall'>): KeyContext {
	const context = topContext(state, facts);
	if (!facts.isTooSmall || [...textFields, 'confirm', 'prompts'].includes(context)) return context;
	return state.screen === 'picker' ? 'small-picker' : 'small';
}

/** What lies on top takes the keys. */
function topContext(state: ScreenState, facts: Pick<KeyFacts, 'status'>): KeyContext {
	if (state.isConfirmingStop) return 'confirm';
	if (state.overlay?.kind === 'settings') return state.overlay.typed === undefined ? 'settings' : 'editing';
	if (state.overlay?.kind === 'record') {
		if (state.overlay.note !== undefined) return 'noting';
		return state.overlay.queue ? 'review' : 'record';
	}
	if (state.overlay) return state.overlay.kind;
	if (state.screen === 'picker') return state.picker.custom === undefined ? 'picker' : 'custom';
	if (state.list.isTyping) return 'filter';
	if (facts.status?.status === 'ended' && !state.isEndDismissed) return 'ended';
	return state.focus;
}

/** The one place where a key becomes a change of the screen and commands to the outside. Pure. */
export function reduceKey(state: ScreenState, press: KeyPress, facts: KeyFacts): KeyOutcome {
	const context = keyContext(state, facts);
	const typed = editText(typedText(state, context) ?? '', press);
	if (typed !== undefined && typedText(state, context) !== undefined) {
		return changed(withTypedText(state, context, typed));
	}
	const binding = findBinding(context, press.name);
	if (!binding || isForSomethingElse(state, binding, {context, now: facts.now})) return changed(state);
	return (
		handlersOf(context)[binding.action]?.(state, facts) ??
		move(state, facts, {context, action: binding.action})
	);
}

/** The end opens under the fingers of whoever is typing: an Enter was meant for the list. Ctrl+C means the same always. */
function isForSomethingElse(
	state: ScreenState,
	{keys}: KeyBinding,
	{context, now}: {context: KeyContext; now: number},
): boolean {
	return (
		(context === 'ended' || context === 'small') &&
		isEndFresh(state, now) &&
		!keys.some(key => key.startsWith('ctrl-'))
	);
}

/** Paste goes into text fields only; anywhere else it would be run as keys. */
export function reducePaste(state: ScreenState, text: string, facts: KeyFacts): KeyOutcome {
	const context = keyContext(state, facts);
	const before = typedText(state, context);
	return before === undefined
		? changed(state)
		: changed(withTypedText(state, context, appendText(before, text)));
}

const filterHandlers: KeyHandlers = {
	choose: state => changed({...state, list: {...state.list, isTyping: false}}),
	close: state => changed({...state, list: {...state.list, isTyping: false, filter: ''}}),
};

const inPanel = {...runHandlers, ...panelHandlers};

const handlersByContext: Record<KeyContext, KeyHandlers> = {
	picker: {...runHandlers, ...pickerHandlers},
	custom: {...runHandlers, ...customHandlers},
	list: {...inPanel, ...listHandlers, ...markHandlers},
	preview: inPanel,
	coverage: inPanel,
	map: {...inPanel, ...mapHandlers},
	failures: inPanel,
	record: {...runHandlers, ...listHandlers, ...overlayHandlers, ...markHandlers},
	review: {...runHandlers, ...listHandlers, ...overlayHandlers, ...markHandlers, ...reviewHandlers},
	noting: {...runHandlers, ...notingHandlers},
	filter: {...runHandlers, ...filterHandlers},
	settings: {...runHandlers, ...overlayHandlers},
	editing: {...runHandlers, ...overlayHandlers},
	help: {...runHandlers, ...overlayHandlers},
	confirm: {...runHandlers, ...confirmHandlers},
	prompts: {...runHandlers, ...overlayHandlers},
	ended: {...runHandlers, ...endedHandlers},
	small: runHandlers,
	'small-picker': runHandlers,
};

function handlersOf(context: KeyContext): KeyHandlers {
	return handlersByContext[context];
}

function move(
	state: ScreenState,
	facts: KeyFacts,
	{context, action}: {context: KeyContext; action: ActionId},
): KeyOutcome {
	if (!moves[action] && action !== 'move-left' && action !== 'move-right') return changed(state);
	if (context === 'picker') return moveInPicker(state, action);
	return state.overlay ? scrollOverlay(state, facts, action) : moveInPanel(state, facts, action);
}

/** Of the field that is being typed in; undefined where none is. */
export function typedText(state: ScreenState, context: KeyContext): string | undefined {
	if (context === 'filter') return state.list.filter;
	if (context === 'custom') return state.picker.custom;
	if (context === 'noting' && state.overlay?.kind === 'record') return state.overlay.note;
	if (context === 'editing' && state.overlay?.kind === 'settings') return state.overlay.typed;
	return undefined;
}

function withTypedText(state: ScreenState, context: KeyContext, text: string): ScreenState {
	if (context === 'filter') return {...state, list: {...state.list, filter: text, selectedId: undefined}};
	if (context === 'custom') {
		const custom = text.replaceAll(/[^\d,_ ]/g, '').slice(0, 12);
		return {...state, picker: {...state.picker, custom, problem: undefined}};
	}
	if (state.overlay?.kind === 'record') return {...state, overlay: {...state.overlay, note: text}};
	if (state.overlay?.kind !== 'settings') return state;
	return {...state, overlay: {...state.overlay, typed: text, problem: undefined}};
}
