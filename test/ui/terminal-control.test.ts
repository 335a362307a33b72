import {expect, test} from 'vitest';
import {createTerminalControl} from '../../source/ui/terminal-control.js';
import {createTheme} from '../../source/ui/theme.js';

function open(env: NodeJS.ProcessEnv = {}) {
	const written: string[] = [];
	const control = createTerminalControl({write: sequence => void written.push(sequence), env});
	return {control, written};
}

test('the title is kept once, set when it changes, and given back once', () => {
	const {control, written} = open();
	control.begin();
	control.showProgress({title: '4 %', percent: 4});
	control.showProgress({title: '4 %', percent: 4});
	control.end();
	control.end();
	control.showProgress({title: '5 %', percent: 5});
	expect(written).toEqual(['\u001B[22;0t', '\u001B]2;4 %\u0007', '\u001B[23;0t']);
});

test('what goes into a title or a notification cannot leave it', () => {
	const {control, written} = open();
	control.begin();
	control.showProgress({title: 'a\u0007\u001B[2Jb', percent: 1});
	control.notify('c\u001B]0;d\u0007e');
	expect(written.slice(1)).toEqual(['\u001B]2;ab\u0007', '\u0007\u001B]9;ce\u0007']);
});

test('progress in the task bar only where the terminal means that by it', () => {
	const windows = open({WT_SESSION: '1'});
	windows.control.begin();
	windows.control.showProgress({title: 't', percent: 43});
	windows.control.end();
	expect(windows.written.join('')).toContain('\u001B]9;4;1;43\u0007');
	expect(windows.written.join('')).toContain('\u001B]9;4;0;0\u0007');
});

test('what is too long for a clipboard is refused rather than cut', () => {
	const {control, written} = open();
	expect(control.copy('x'.repeat(80_000))).toBe(false);
	expect(written).toEqual([]);
});

test('a theme without colours keeps what shows without them', () => {
	const {styles, hasColors} = createTheme('dark', {NO_COLOR: '1'});
	expect(hasColors).toBe(false);
	for (const style of Object.values(styles)) {
		expect(style.color).toBeUndefined();
		expect(style.backgroundColor).toBeUndefined();
	}
	expect(styles['badge.running'].inverse).toBe(true);
	expect(styles.title.bold).toBe(true);
});

test('auto follows the background the terminal names', () => {
	const dark = createTheme('auto', {COLORFGBG: '15;0'});
	const light = createTheme('auto', {COLORFGBG: '0;15'});
	expect(light.styles.title).toEqual(createTheme('light', {}).styles.title);
	expect(dark.styles.title).toEqual(createTheme('dark', {}).styles.title);
	expect(light.styles.title).not.toEqual(dark.styles.title);
});
