import {checkSetting, cycleSetting, settings, showSetting} from './check-setting.js';
import type {ActionId} from './key-binding.js';
import {changed, clamp, type KeyFacts, type KeyHandlers, type KeyOutcome, moves} from './key-outcome.js';
import type {Overlay, ScreenState} from './screen-state.js';

type Settings = Extract<Overlay, {kind: 'settings'}>;

/** Arrows and page keys in the record and the help. */
export function scrollOverlay(state: ScreenState, facts: KeyFacts, action: ActionId): KeyOutcome {
	const {overlay} = state;
	if (overlay?.kind === 'settings') return moveInSettings(state, overlay, action);
	if (!overlay || overlay.kind === 'prompts') return changed(state);
	const {furthest, page} = facts.scroll[overlay.kind];
	const from = clamp(overlay.scroll, 0, furthest);
	const scroll = moves[action]?.(from, {last: furthest, page}) ?? from;
	return changed({...state, overlay: {...overlay, scroll}});
}

function moveInSettings(state: ScreenState, overlay: Settings, action: ActionId): KeyOutcome {
	const cursor = moves[action]?.(overlay.cursor, {last: settings.length - 1, page: settings.length});
	return changed({...state, overlay: {...overlay, cursor: cursor ?? overlay.cursor, problem: undefined}});
}

function closeOverlay(state: ScreenState): KeyOutcome {
	const {overlay} = state;
	if (overlay?.kind === 'settings' && overlay.typed !== undefined) {
		return changed({...state, overlay: {...overlay, typed: undefined, problem: undefined}});
	}
	return changed({...state, overlay: undefined});
}

/** Opens the field, keeps what was typed in it, or takes the next of a few choices. */
function chooseSetting(state: ScreenState, facts: KeyFacts, step: number): KeyOutcome {
	const {overlay} = state;
	const setting = overlay?.kind === 'settings' ? settings[overlay.cursor] : undefined;
	if (overlay?.kind !== 'settings' || !setting) return changed(state);
	if (setting.kind === 'choice') {
		const patch = cycleSetting(facts.settings, setting.name, step);
		return changed(state, {type: 'save-setting', name: setting.name, patch});
	}
	if (overlay.typed === undefined) {
		const typed = showSetting(facts.settings, setting.name);
		return changed({...state, overlay: {...overlay, typed, problem: undefined}});
	}
	const checked = checkSetting(setting.name, overlay.typed);
	if ('problem' in checked) return changed({...state, overlay: {...overlay, problem: checked.problem}});
	return changed(state, {type: 'save-setting', name: setting.name, patch: checked.patch});
}

export const overlayHandlers: KeyHandlers = {
	close: closeOverlay,
	'take-prompts': state => changed({...state, overlay: undefined}, {type: 'take-prompts'}),
	choose: (state, facts) => chooseSetting(state, facts, 1),
	'move-left': (state, facts) => cycleOnly(state, facts, -1),
	'move-right': (state, facts) => cycleOnly(state, facts, 1),
};

function cycleOnly(state: ScreenState, facts: KeyFacts, step: number): KeyOutcome {
	const {overlay} = state;
	const isChoice = overlay?.kind === 'settings' && settings[overlay.cursor]?.kind === 'choice';
	return isChoice ? chooseSetting(state, facts, step) : changed(state);
}
