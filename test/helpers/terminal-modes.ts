/** What a program left switched on in the terminal, by private mode; the cursor counts when it is hidden. */
export function modesLeftOn(raw: string): string[] {
	const states = new Map<string, boolean>();
	for (const [, modes = '', final] of raw.matchAll(/\u001B\[\?([\d;]+)([hl])/g)) {
		for (const mode of modes.split(';')) states.set(mode, final === 'h');
	}
	const left = [...states].filter(([mode, isSet]) => (onByNature.has(mode) ? !isSet : isSet));
	return [...left.map(([mode]) => mode), ...kittyLeftOn(raw)];
}

/** Show the cursor, wrap at the edge. */
const onByNature = new Set(['25', '7']);

/** The keyboard protocol of kitty is pushed and popped. */
function kittyLeftOn(raw: string): string[] {
	const pushed = raw.match(/\u001B\[>\d+u/g)?.length ?? 0;
	const popped = raw.match(/\u001B\[<\d*u/g)?.length ?? 0;
	return pushed > popped ? ['kitty keyboard'] : [];
}

/** Parameters of colours among the sequences that style text: 30-38, 40-48, 90-97, 100-107. */
export function colorCodes(raw: string): string[] {
	const parameters = [...raw.matchAll(/\u001B\[([\d;:]*)m/g)].flatMap(([, list = '']) => list.split(/[;:]/));
	return parameters.filter(parameter => /^(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])$/.test(parameter));
}
