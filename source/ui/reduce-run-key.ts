import {mostAtOnce} from '../pipeline/most-at-once.js';
import {changed, type KeyFacts, type KeyHandlers, type KeyOutcome, noticed} from './key-outcome.js';
import type {ScreenState} from './screen-state.js';

function isOver(facts: KeyFacts): boolean {
	return facts.status?.status === 'ended';
}

function pauseOrResume(state: ScreenState, facts: KeyFacts): KeyOutcome {
	switch (facts.status?.status) {
		case 'paused':
		case 'pausing':
			return changed(noticed(state, facts, {text: 'resumed', role: 'status.good'}), {type: 'resume'});
		case 'ended':
		case 'stopping':
			return changed(noticed(state, facts, {text: 'the run has ended', role: 'muted'}));
		default:
			return changed(state, {type: 'pause'});
	}
}

function pauseNow(state: ScreenState, facts: KeyFacts): KeyOutcome {
	return isOver(facts) ? changed(state) : changed(state, {type: 'pause-now'});
}

function changeParallel(state: ScreenState, facts: KeyFacts, by: number): KeyOutcome {
	const parallel = facts.parallel + by;
	if (parallel < 1) {
		return changed(noticed(state, facts, {text: 'one at once is the least; space pauses', role: 'muted'}));
	}
	if (parallel > mostAtOnce) {
		return changed(noticed(state, facts, {text: `${mostAtOnce} at once is the most`, role: 'muted'}));
	}
	const text = `${parallel} at once`;
	return changed(noticed(state, facts, {text, role: 'status.good'}), {type: 'set-parallel', parallel});
}

/** Asked only while there is something to stop. */
function askStop(state: ScreenState, facts: KeyFacts): KeyOutcome {
	if (isOver(facts)) return changed(state, {type: 'leave'});
	return changed({...state, isConfirmingStop: true});
}

/** The second Ctrl+C ends it at once, also while a stop is under way. */
function interrupt(state: ScreenState, facts: KeyFacts): KeyOutcome {
	if (state.screen === 'picker' || isOver(facts)) return changed(state, {type: 'leave'});
	if (state.isConfirmingStop || facts.status?.status === 'stopping')
		return changed(state, {type: 'stop-now'});
	return changed({...state, isConfirmingStop: true});
}

function askAboutPrompts(state: ScreenState, facts: KeyFacts): KeyOutcome {
	if (facts.hasEditedPrompts) return changed({...state, overlay: {kind: 'prompts'}});
	const text = 'the prompts are as the run has them';
	return changed(noticed(state, facts, {text, role: 'muted'}));
}

export const runHandlers: KeyHandlers = {
	pause: pauseOrResume,
	'pause-now': pauseNow,
	more: (state, facts) => changeParallel(state, facts, 1),
	fewer: (state, facts) => changeParallel(state, facts, -1),
	export: (state, facts) =>
		changed(noticed(state, facts, {text: 'writing a batch file', role: 'muted'}), {type: 'export'}),
	filter: state =>
		changed({...state, overlay: undefined, focus: 'list', list: {...state.list, isTyping: true}}),
	prompts: askAboutPrompts,
	settings: state => {
		const overlay = {kind: 'settings' as const, cursor: 0, typed: undefined, problem: undefined};
		return changed({...state, overlay});
	},
	help: state => changed({...state, overlay: {kind: 'help', scroll: 0}}),
	'ask-stop': askStop,
	leave: state => changed(state, {type: 'leave'}),
	interrupt,
	suspend: state => changed(state, {type: 'suspend'}),
	repaint: state => changed(state, {type: 'repaint'}),
};

export const confirmHandlers: KeyHandlers = {
	confirm: state => changed({...state, isConfirmingStop: false}, {type: 'stop'}),
	cancel: state => changed({...state, isConfirmingStop: false}),
};

export const endedHandlers: KeyHandlers = {
	close: state => changed({...state, isEndDismissed: true}),
};
