import type {KeyBinding} from './key-binding.js';
import {bind, everywhere, overAnyRun, overRun, textFields} from './key-contexts.js';

/** Settings, help, questions and the ways out. */
export const leavingKeys: KeyBinding[] = [
	bind('s', 's', {
		action: 'settings',
		short: 'settings',
		description: 'settings',
		contexts: [...overRun, 'picker'],
		bar: 20,
	}),
	bind('?', '?', {
		action: 'help',
		short: 'help',
		description: 'this help',
		contexts: [...overRun, 'picker', 'ended'],
		bar: 5,
	}),
	bind('q', 'q', {
		action: 'ask-stop',
		short: 'stop',
		description: 'ask, then stop: partial batch and summary; once the run has ended: leave',
		contexts: overAnyRun,
		bar: 5,
	}),
	bind('q', 'q', {
		action: 'close',
		short: 'back',
		description: 'close help or settings',
		contexts: ['help', 'settings'],
	}),
	bind('enter', 'enter', {
		action: 'choose',
		short: 'choose',
		description: 'choose or change what is selected; keep what was typed',
		contexts: ['picker', 'settings', ...textFields],
		bar: 1,
	}),
	bind('y enter', 'y', {
		action: 'confirm',
		short: 'stop the run',
		description: 'yes, stop',
		contexts: ['confirm'],
		bar: 1,
	}),
	bind('n escape q', 'n', {
		action: 'cancel',
		short: 'go on',
		description: 'no, go on',
		contexts: ['confirm'],
		bar: 2,
	}),
	bind('y enter', 'y', {
		action: 'take-prompts',
		short: 'use them',
		description: 'yes, use the edited prompts',
		contexts: ['prompts'],
		bar: 1,
	}),
	bind('n escape q', 'n', {
		action: 'close',
		short: 'keep the old ones',
		description: 'no, go on with those the run has',
		contexts: ['prompts'],
		bar: 2,
	}),
	bind('enter q', 'enter', {
		action: 'leave',
		short: 'leave',
		description: 'leave once the run has ended',
		contexts: ['ended'],
		bar: 1,
	}),
	bind('escape', 'esc', {
		action: 'close',
		short: 'browse the set',
		description: 'stay and browse the set',
		contexts: ['ended'],
		bar: 2,
	}),
	bind('q escape', 'q', {
		action: 'leave',
		short: 'leave',
		description: 'leave the picker',
		contexts: ['picker', 'small-picker'],
		bar: 9,
	}),
	bind('ctrl-c', 'ctrl+c', {
		action: 'interrupt',
		short: 'stop',
		description: 'ask to stop; twice: stop now',
		contexts: everywhere,
	}),
	bind('ctrl-z', 'ctrl+z', {
		action: 'suspend',
		short: 'suspend',
		description: 'back to the shell; `fg` returns',
		contexts: everywhere,
	}),
	bind('ctrl-l', 'ctrl+l', {
		action: 'repaint',
		short: 'repaint',
		description: 'draw the screen again',
		contexts: everywhere,
	}),
];
