import type {ActionId, KeyBinding, KeyContext} from './key-binding.js';
import {bind, browsing, overAnyRun, overRun, panels, records, scrolling, textFields} from './key-contexts.js';
import {leavingKeys} from './leaving-keys.js';

const running: KeyBinding[] = [
	bind('space', 'space', {
		action: 'pause',
		short: 'pause',
		description: 'pause: finish the step under way, start nothing new; again: resume',
		contexts: overAnyRun,
		bar: 3,
	}),
	bind('P', 'P', {
		action: 'pause-now',
		short: 'pause now',
		description: 'pause now: drop the step under way and unload the model, so that the GPU is free',
		contexts: overAnyRun,
		bar: 14,
	}),
	bind('+ =', '+', {
		action: 'more',
		short: 'more',
		description: 'one more interaction at once',
		contexts: overAnyRun,
		bar: 15,
	}),
	bind('- _', '-', {
		action: 'fewer',
		short: 'fewer',
		description: 'one fewer at once',
		contexts: overAnyRun,
		bar: 16,
	}),
	bind('e', 'e', {
		action: 'export',
		short: 'export',
		description: 'write a PARTIAL batch file now; the run goes on',
		contexts: overAnyRun,
		bar: 17,
	}),
	bind('u', 'u', {
		action: 'prompts',
		short: 'use edited prompts',
		description: 'prompts were edited during the run: asks whether new interactions are made from them',
		contexts: overAnyRun,
		bar: 1,
	}),
];

const moving: KeyBinding[] = [
	bind('j down', 'j ↓', {action: 'move-down', short: 'down', description: 'down', contexts: scrolling}),
	bind('k up', 'k ↑', {action: 'move-up', short: 'up', description: 'up', contexts: scrolling}),
	bind('pagedown ctrl-f ctrl-d', 'page down', {
		action: 'page-down',
		short: 'page down',
		description: 'a page down',
		contexts: scrolling,
	}),
	bind('pageup ctrl-b ctrl-u', 'page up', {
		action: 'page-up',
		short: 'page up',
		description: 'a page up',
		contexts: scrolling,
	}),
	bind('g home', 'g', {
		action: 'go-first',
		short: 'first',
		description: 'to the first; the list follows the newest again',
		contexts: scrolling,
	}),
	bind('G end', 'G', {action: 'go-last', short: 'last', description: 'to the last', contexts: scrolling}),
	bind('left h', '←', {
		action: 'move-left',
		short: 'before',
		description: 'left in the map; the worker or choice before',
		contexts: ['map', 'preview', 'picker', 'settings'],
	}),
	bind('right l', '→', {
		action: 'move-right',
		short: 'next',
		description: 'right in the map; the next worker or choice',
		contexts: ['map', 'preview', 'picker', 'settings'],
	}),
	bind('tab', 'tab', {
		action: 'next-panel',
		short: 'panel',
		description: 'next panel',
		contexts: panels,
		bar: 10,
	}),
	bind('shift-tab', 'shift+tab', {
		action: 'previous-panel',
		short: 'panel before',
		description: 'panel before',
		contexts: panels,
	}),
];

const reading: KeyBinding[] = [
	bind('enter', 'enter', {
		action: 'open',
		short: 'open',
		description: 'open the interaction; in the map: list only that cell',
		contexts: ['list', 'map'],
		bar: 2,
	}),
	bind('escape backspace', 'esc', {
		action: 'close',
		short: 'back',
		description: 'close, back to the list, clear the filter; never quits',
		contexts: [...overRun, 'help', 'settings', ...textFields],
		bar: 4,
	}),
	bind('/', '/', {
		action: 'filter',
		short: 'filter',
		description: 'filter by name, opening words, cell words, state (is:rejected) or cell (cell:57)',
		contexts: overRun,
		bar: 6,
	}),
	bind('n', 'n', {
		action: 'next-match',
		short: 'next',
		description: 'next match, or next interaction',
		contexts: browsing,
		bar: 11,
	}),
	bind('N', 'N', {
		action: 'previous-match',
		short: 'previous',
		description: 'previous match, or previous interaction',
		contexts: browsing,
		bar: 12,
	}),
	bind('x', 'x', {
		action: 'reject',
		short: 'reject',
		description: 'reject the interaction: its cell is filled again',
		contexts: browsing,
		bar: 7,
	}),
	bind('a', 'a', {
		action: 'take-back',
		short: 'accept',
		description: 'take a rejection back; in the review: accept it as it is',
		contexts: browsing,
		bar: 7,
	}),
	bind('r', 'r', {
		action: 'review',
		short: 'review',
		description:
			'go through the doubtful ones, the worst first: x rejects, a accepts, and the next one opens',
		contexts: ['list', 'record'],
		bar: 8,
	}),
	bind('E', 'E', {
		action: 'edit',
		short: 'edit',
		description: 'edit the prose in $EDITOR; the hard rules must let it pass',
		contexts: browsing,
		bar: 9,
	}),
	bind('m', 'm', {
		action: 'note',
		short: 'note',
		description: 'keep a note with the open interaction',
		contexts: records,
		bar: 9,
	}),
	bind('y', 'y', {
		action: 'copy',
		short: 'copy',
		description: 'copy the dialogue to the clipboard (OSC 52)',
		contexts: browsing,
		bar: 13,
	}),
	bind('p', 'p', {
		action: 'pin',
		short: 'pin preview',
		description: 'keep the preview on this worker; again: let it go',
		contexts: panels,
		bar: 18,
	}),
	bind('o', 'o', {
		action: 'reorder',
		short: 'order',
		description: 'order the histograms by deficit or by axis',
		contexts: panels,
		bar: 19,
	}),
];

/** Every key of the program. Status bar, help screen and README are made from this table. */
export const keyTable: KeyBinding[] = [...running, ...moving, ...reading, ...leavingKeys];

export function findBinding(context: KeyContext, name: string): KeyBinding | undefined {
	return keyTable.find(binding => binding.contexts.includes(context) && binding.keys.includes(name));
}

/** What a review is for comes before what is everywhere. */
const reviewing: ActionId[] = ['reject', 'take-back', 'edit', 'note', 'next-match'];

/** Those of a context, in the order of the status bar. */
export function barBindings(context: KeyContext): KeyBinding[] {
	const isFirst = ({action}: KeyBinding) => context === 'review' && reviewing.includes(action);
	return keyTable
		.filter(binding => binding.bar !== undefined && binding.contexts.includes(context))
		.sort(
			(one, other) =>
				Number(isFirst(other)) - Number(isFirst(one)) || (one.bar as number) - (other.bar as number),
		);
}
