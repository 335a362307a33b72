// The cells of a terminal as an SVG picture: backgrounds, lines of frames as paths, text in runs of one style.
import {blockHeight, boxPath} from './picture-boxes.mjs';

const cell = {width: 8.4, height: 17};
const fontSize = 14;
const margin = 14;
const titleBar = 30;
const ground = '#10141b';
const ink = '#d5dae3';
/** The sixteen named colours of a dark terminal. */
const palette = [
	...['#10141b', '#e5626b', '#7fbf6a', '#d9a94a', '#6a9fe8', '#a457c2', '#4fb3bf', '#d5dae3'],
	...['#6b7484', '#f07f87', '#9ad486', '#eac06a', '#8bb8f5', '#d59be6', '#71cbd6', '#ffffff'],
];

export function drawScreen(emulator, title) {
	const rows = readCells(emulator);
	const width = round(emulator.cols * cell.width + 2 * margin);
	const height = round(emulator.rows * cell.height + 2 * margin + titleBar);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="9" fill="${ground}"/>`,
		...['#e5626b', '#d9a94a', '#7fbf6a'].map(
			(fill, index) => `<circle cx="${margin + 8 + index * 20}" cy="19" r="6" fill="${fill}"/>`,
		),
		`<g transform="translate(${margin} ${margin + titleBar - 6})" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${fontSize}" fill="${ink}">`,
		...rows.flatMap((cells, row) => drawRow(cells, row * cell.height)),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

function drawRow(cells, top) {
	return [
		...runsOf(cells, ({ground: background}) => background ?? '').flatMap(run => drawGround(run, top)),
		...runsOf(cells, styleOf).flatMap(run => drawText(run, top)),
	];
}

function drawGround({cells, column}, top) {
	const {ground: fill} = cells[0];
	if (!fill) return [];
	const width = round(cells.length * cell.width);
	return [
		`<rect x="${round(column * cell.width)}" y="${top}" width="${width}" height="${cell.height}" fill="${fill}"/>`,
	];
}

function drawText({cells, column}, top) {
	const {text, style} = cells[0];
	if (cells.every(each => each.text.trim() === '')) return [];
	const left = round(column * cell.width);
	const box = boxPath(text, cell);
	if (box) {
		const path = cells.map((each, index) =>
			boxPath(each.text, cell, {x: round(left + index * cell.width), y: top}),
		);
		return [
			`<path d="${path.map(each => each.d).join('')}" stroke="${style.fill ?? ink}" stroke-width="${box.width}" fill="none"${dimmed(style)}/>`,
		];
	}
	const share = blockHeight(text);
	if (share) {
		const height = cell.height * share;
		return [
			`<rect x="${left}" y="${round(top + cell.height - height)}" width="${round(cells.length * cell.width)}" height="${round(height)}" fill="${style.fill ?? ink}"${dimmed(style)}/>`,
		];
	}
	const attributes = `y="${top + 13}"${style.fill ? ` fill="${style.fill}"` : ''}${style.bold ? ' font-weight="bold"' : ''}${dimmed(style)}`;
	if (isSymbol(text)) {
		return cells.map((each, index) => {
			const middle = round(left + (index + 0.5) * cell.width);
			return `<text x="${middle}" ${attributes} text-anchor="middle">${escapeXml(each.text)}</text>`;
		});
	}
	// Browsers no longer agree on `xml:space`: blanks that do not break are kept by all of them.
	const words = cells
		.map(each => each.text)
		.join('')
		.replaceAll(' ', '\u00A0');
	const length = round(cells.length * cell.width);
	return [`<text x="${left}" ${attributes} textLength="${length}">${escapeXml(words)}</text>`];
}

/** What fonts draw in a width of their own stands alone in the middle of its cell. */
function isSymbol(text) {
	return /[\u2000-\u2012\u2190-\uFFFF]/.test(text);
}

function styleOf({text, style}) {
	return `${kindOf(text)} ${style.fill} ${style.bold} ${style.dim}`;
}

function kindOf(text) {
	const box = boxPath(text, cell);
	if (box) return `box ${box.width}`;
	if (blockHeight(text)) return text;
	return isSymbol(text) ? 'symbol' : 'text';
}

function runsOf(cells, keyOf) {
	const runs = [];
	for (const [column, each] of cells.entries()) {
		const last = runs.at(-1);
		if (last && last.key === keyOf(each)) last.cells.push(each);
		else runs.push({key: keyOf(each), column, cells: [each]});
	}
	return runs;
}

function readCells({buffer, cols, rows}) {
	const {active} = buffer;
	return Array.from({length: rows}, (_, row) => {
		const line = active.getLine(active.baseY + row);
		return Array.from({length: cols}, (__, column) => readCell(line.getCell(column)));
	});
}

function readCell(from) {
	const fill = from.isFgDefault() ? undefined : colorOf(from.getFgColor(), from.isFgRGB());
	const background = from.isBgDefault() ? undefined : colorOf(from.getBgColor(), from.isBgRGB());
	const style = {bold: Boolean(from.isBold()), dim: Boolean(from.isDim())};
	const text = from.getChars() || ' ';
	if (from.isInverse()) return {text, ground: fill ?? ink, style: {...style, fill: background ?? ground}};
	return {text, ground: background, style: {...style, fill}};
}

function colorOf(color, isRgb) {
	if (isRgb) return `#${color.toString(16).padStart(6, '0')}`;
	return palette[color] ?? ink;
}

function dimmed({dim}) {
	return dim ? ' opacity="0.6"' : '';
}

function round(value) {
	return Math.round(value * 10) / 10;
}

function escapeXml(text) {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
