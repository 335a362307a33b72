import type {KeyBinding, KeyContext} from './key-binding.js';

export const panels: KeyContext[] = ['list', 'preview', 'coverage', 'map', 'failures'];
export const records: KeyContext[] = ['record', 'review'];
export const overRun: KeyContext[] = [...panels, ...records];
export const scrolling: KeyContext[] = [...panels, ...records, 'help', 'settings', 'picker'];
export const browsing: KeyContext[] = ['list', ...records];
export const textFields: KeyContext[] = ['filter', 'editing', 'custom', 'noting'];
/** Keys whose effect is seen in a window of any size. */
export const overAnyRun: KeyContext[] = [...overRun, 'small'];
export const everywhere: KeyContext[] = [
	...scrolling,
	...textFields,
	'confirm',
	'prompts',
	'ended',
	'small',
	'small-picker',
];

export function bind(keys: string, label: string, rest: Omit<KeyBinding, 'keys' | 'label'>): KeyBinding {
	return {keys: keys.split(' '), label, ...rest};
}
