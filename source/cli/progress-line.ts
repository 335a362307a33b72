const betweenLinesMs = 5_000;

/** One line on stderr that is written over on a terminal, and now and then a new one elsewhere. */
export function startProgressLine(): {show(text: string): void; end(text?: string): void} {
	const isTerminal = process.stderr.isTTY === true;
	let shown = '';
	let shownAt = 0;
	return {
		show(text) {
			if (text === shown || (!isTerminal && Date.now() - shownAt < betweenLinesMs)) return;
			process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
			shown = text;
			shownAt = Date.now();
		},
		end(text) {
			if (isTerminal && shown !== '') process.stderr.write('\r\u001b[K');
			if (text !== undefined) process.stderr.write(`${text}\n`);
			shown = '';
		},
	};
}
