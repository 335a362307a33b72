import {mostAtOnce} from '../pipeline/most-at-once.js';
import {type SettingsValues, themeChoices} from './launcher.js';
import {cycle} from './picker-state.js';

export type SettingName = keyof SettingsValues;

export type Setting = {
	name: SettingName;
	label: string;
	explanation: string;
	/** `text` is typed; `choice` is gone through with the arrows. */
	kind: 'text' | 'choice';
};

export const settings: Setting[] = [
	{name: 'model', label: 'model', explanation: 'for the next run', kind: 'text'},
	{name: 'host', label: 'host', explanation: 'for the next run; several with spaces between', kind: 'text'},
	{
		name: 'parallel',
		label: 'at once',
		explanation: 'interactions under way at once: a number, now and later, or auto',
		kind: 'text',
	},
	{name: 'theme', label: 'theme', explanation: 'auto, dark, light, or none for no colour', kind: 'choice'},
	{name: 'outputFolder', label: 'output folder', explanation: 'for the next run', kind: 'text'},
	{name: 'notify', label: 'notify', explanation: 'bell and notification when the run ends', kind: 'choice'},
];

export function showSetting(values: SettingsValues, name: SettingName): string {
	const value = values[name];
	if (Array.isArray(value)) return value.join(' ');
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	return String(value);
}

export type CheckedSetting = {patch: Partial<SettingsValues>} | {problem: string};

/** What was typed as a value to keep, or the sentence that says what is wrong with it. */
export function checkSetting(name: SettingName, typed: string): CheckedSetting {
	const text = typed.trim();
	if (text === '')
		return {problem: `the ${name === 'outputFolder' ? 'output folder' : name} must not be empty`};
	if (name === 'parallel') return checkParallel(text);
	if (name === 'host') return checkHosts(text.split(/[\s,]+/));
	return {patch: {[name]: text}};
}

function checkParallel(text: string): CheckedSetting {
	if (text === 'auto') return {patch: {parallel: 'auto'}};
	const parallel = Number(text);
	if (Number.isInteger(parallel) && parallel >= 1 && parallel <= mostAtOnce) return {patch: {parallel}};
	return {problem: `\`${text}\` is not \`auto\` or a number from 1 to ${mostAtOnce}`};
}

function checkHosts(hosts: string[]): CheckedSetting {
	const wrong = hosts.find(host => !URL.canParse(host.includes('://') ? host : `http://${host}`));
	return wrong === undefined ? {patch: {host: hosts}} : {problem: `\`${wrong}\` is not an address`};
}

export function cycleSetting(
	values: SettingsValues,
	name: SettingName,
	step: number,
): Partial<SettingsValues> {
	if (name === 'notify') return {notify: !values.notify};
	if (name !== 'theme') return {};
	const theme = cycle(themeChoices, values.theme, step) as SettingsValues['theme'];
	return {theme};
}
