import {asciiGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.js';
import type {ThemeChoice} from './launcher.js';

/** How a piece of text is meant; a theme says how it looks. */
export type Role =
	| 'text'
	| 'strong'
	| 'muted'
	| 'prose'
	| 'title'
	| 'title.focused'
	| 'border'
	| 'border.focused'
	| 'key'
	| 'selected'
	| 'selected.unfocused'
	| 'badge.running'
	| 'badge.paused'
	| 'badge.waiting'
	| 'badge.ended'
	| 'badge.rehearsal'
	| 'status.good'
	| 'status.warning'
	| 'status.error'
	| 'status.running'
	| 'bar.fill'
	| 'bar.running'
	| 'bar.failed'
	| 'bar.rest'
	| 'cell.done'
	| 'cell.part'
	| 'cell.running'
	| 'cell.failed'
	| 'cell.todo';

export type Style = {
	color?: string;
	backgroundColor?: string;
	bold?: boolean;
	dimColor?: boolean;
	inverse?: boolean;
};

export type Theme = {
	/** False: no role sets a colour; bold, dim and inverse stay, and bars are drawn with glyphs. */
	hasColors: boolean;
	glyphs: Glyphs;
	styles: Record<Role, Style>;
};

/** Only the 16 named colours: they follow the user's own palette and work everywhere. */
const dark: Record<Role, Style> = {
	text: {},
	strong: {bold: true},
	muted: {color: 'gray'},
	prose: {},
	title: {bold: true, color: 'cyan'},
	'title.focused': {bold: true, color: 'yellow'},
	border: {color: 'gray'},
	'border.focused': {color: 'yellow'},
	key: {bold: true, color: 'cyan'},
	selected: {inverse: true, bold: true},
	'selected.unfocused': {bold: true},
	'badge.running': {backgroundColor: 'green', color: 'black', bold: true},
	'badge.paused': {backgroundColor: 'yellow', color: 'black', bold: true},
	'badge.waiting': {backgroundColor: 'red', color: 'white', bold: true},
	'badge.ended': {backgroundColor: 'cyan', color: 'black', bold: true},
	'badge.rehearsal': {backgroundColor: 'magenta', color: 'white', bold: true},
	'status.good': {color: 'green'},
	'status.warning': {color: 'yellow'},
	'status.error': {color: 'red', bold: true},
	'status.running': {color: 'cyan'},
	'bar.fill': {backgroundColor: 'green'},
	'bar.running': {backgroundColor: 'cyan'},
	'bar.failed': {backgroundColor: 'red'},
	'bar.rest': {backgroundColor: 'gray'},
	'cell.done': {color: 'green'},
	'cell.part': {color: 'green'},
	'cell.running': {color: 'cyan', bold: true},
	'cell.failed': {color: 'red', bold: true},
	'cell.todo': {color: 'gray'},
};

const light: Record<Role, Style> = {
	...dark,
	title: {bold: true, color: 'blue'},
	'title.focused': {bold: true, color: 'magenta'},
	'border.focused': {color: 'magenta'},
	key: {bold: true, color: 'blue'},
	'badge.running': {backgroundColor: 'green', color: 'white', bold: true},
	'badge.paused': {backgroundColor: 'magenta', color: 'white', bold: true},
	'badge.ended': {backgroundColor: 'blue', color: 'white', bold: true},
	'status.warning': {color: 'magenta'},
	'status.running': {color: 'blue'},
	'bar.running': {backgroundColor: 'blue'},
	'bar.rest': {backgroundColor: 'white'},
	'cell.running': {color: 'blue', bold: true},
};

const inverseRoles: Role[] = [
	'badge.running',
	'badge.paused',
	'badge.waiting',
	'badge.ended',
	'badge.rehearsal',
];

function withoutColors(styles: Record<Role, Style>): Record<Role, Style> {
	const plain = Object.entries(styles).map(([role, style]) => [
		role,
		{bold: style.bold, inverse: style.inverse || inverseRoles.includes(role as Role)},
	]);
	return Object.fromEntries(plain) as Record<Role, Style>;
}

/** Chalk and Ink ignore `NO_COLOR`, so it is honoured here. An empty value does not count (no-color.org). */
function wantsColors(choice: ThemeChoice, env: NodeJS.ProcessEnv): boolean {
	return choice !== 'none' && !env.NO_COLOR;
}

/** `COLORFGBG` is "foreground;background"; 7 and 15 are light backgrounds. */
function isLightTerminal(env: NodeJS.ProcessEnv): boolean {
	const background = env.COLORFGBG?.split(';').at(-1);
	return background === '7' || background === '15';
}

function needsAscii(env: NodeJS.ProcessEnv): boolean {
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	return env.TERM === 'linux' || locale === 'C' || locale === 'POSIX';
}

export function createTheme(choice: ThemeChoice, env: NodeJS.ProcessEnv): Theme {
	const isLight = choice === 'light' || (choice === 'auto' && isLightTerminal(env));
	const styles = isLight ? light : dark;
	const hasColors = wantsColors(choice, env);
	return {
		hasColors,
		glyphs: needsAscii(env) ? asciiGlyphs : unicodeGlyphs,
		styles: hasColors ? styles : withoutColors(styles),
	};
}
