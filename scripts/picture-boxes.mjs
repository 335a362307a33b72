// Frames and blocks as shapes: fonts leave gaps between two rows.

/** Arms from the middle of the cell: up, right, down, left. */
const light = {'─': 'rl', '│': 'ud', '╭': 'rd', '╮': 'dl', '╰': 'ur', '╯': 'ul', '├': 'urd', '┤': 'uld'};
const heavy = {'━': 'rl', '┃': 'ud', '┏': 'rd', '┓': 'dl', '┗': 'ur', '┛': 'ul'};
const round = {'╭': true, '╮': true, '╰': true, '╯': true};

/** The path of a piece of a frame in its cell, and how thick it is; undefined for any other text. */
export function boxPath(text, {width, height}, {x, y} = {x: 0, y: 0}) {
	const arms = light[text] ?? heavy[text];
	if (arms === undefined) return undefined;
	const middle = {x: tenth(x + width / 2), y: tenth(y + height / 2)};
	const ends = {
		u: `${middle.x} ${y}`,
		r: `${tenth(x + width)} ${middle.y}`,
		d: `${middle.x} ${tenth(y + height)}`,
		l: `${x} ${middle.y}`,
	};
	const [first, ...rest] = arms;
	const d = round[text]
		? `M${ends[first]}Q${middle.x} ${middle.y} ${ends[rest[0]]}`
		: [first, ...rest].map(arm => `M${middle.x} ${middle.y}L${ends[arm]}`).join('');
	return {d, width: text in heavy ? 2 : 1};
}

/** Which share of its cell, from below, a block fills; undefined for any other text. */
export function blockHeight(text) {
	return {'█': 1, '▄': 0.5}[text];
}

function tenth(value) {
	return Math.round(value * 10) / 10;
}
