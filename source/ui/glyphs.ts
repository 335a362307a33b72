/** Every drawn character, all one column wide. `ascii` is for terminals that lack the others, such as TERM=linux. */
export type Glyphs = {
	ellipsis: string;
	dash: string;
	dot: string;
	pointer: string;
	stepDone: string;
	stepNow: string;
	stepAhead: string;
	barFill: string;
	barRunning: string;
	barFailed: string;
	barRest: string;
	/** A thin bar, for many under each other. */
	thinFill: string;
	thinRest: string;
	cellDone: string;
	/** A cell partly filled, from nearly empty to nearly full. */
	cellLevels: [string, string, string];
	cellRunning: string;
	cellFailed: string;
	cellTodo: string;
	cellUnused: string;
	accepted: string;
	rejected: string;
	spare: string;
	horizontal: string;
	vertical: string;
	caret: string;
	up: string;
	down: string;
	box: BoxGlyphs;
	focusedBox: BoxGlyphs;
};

type BoxGlyphs = {
	topLeft: string;
	top: string;
	topRight: string;
	left: string;
	bottomLeft: string;
	bottom: string;
	bottomRight: string;
	right: string;
};

function createBox(characters: string): BoxGlyphs {
	const [topLeft, top, topRight, left, bottomLeft, bottomRight] = [...characters] as [
		string,
		string,
		string,
		string,
		string,
		string,
	];
	return {topLeft, top, topRight, left, right: left, bottomLeft, bottom: top, bottomRight};
}

export const unicodeGlyphs: Glyphs = {
	ellipsis: '…',
	dash: '–',
	dot: '·',
	pointer: '▸',
	stepDone: '●',
	stepNow: '◉',
	stepAhead: '○',
	barFill: '█',
	barRunning: '▓',
	barFailed: '╳',
	barRest: '░',
	thinFill: '━',
	thinRest: '─',
	cellDone: '█',
	cellLevels: ['▂', '▄', '▆'],
	cellRunning: '▶',
	cellFailed: '✗',
	cellTodo: '·',
	cellUnused: ' ',
	accepted: '✓',
	rejected: '✗',
	spare: '○',
	horizontal: '─',
	vertical: '│',
	caret: '▏',
	up: '↑',
	down: '↓',
	box: createBox('╭─╮│╰╯'),
	focusedBox: createBox('┏━┓┃┗┛'),
};

export const asciiGlyphs: Glyphs = {
	ellipsis: '~',
	dash: '-',
	dot: '-',
	pointer: '>',
	stepDone: '#',
	stepNow: '>',
	stepAhead: '.',
	barFill: '#',
	barRunning: '>',
	barFailed: 'x',
	barRest: '.',
	thinFill: '#',
	thinRest: '.',
	cellDone: '#',
	cellLevels: ['-', '=', '+'],
	cellRunning: '>',
	cellFailed: 'x',
	cellTodo: '.',
	cellUnused: ' ',
	accepted: '+',
	rejected: 'x',
	spare: 'o',
	horizontal: '-',
	vertical: '|',
	caret: '_',
	up: '^',
	down: 'v',
	box: createBox('+-+|++'),
	focusedBox: createBox('#=####'),
};
