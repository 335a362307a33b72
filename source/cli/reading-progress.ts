/** Shorter reads are over before anybody wonders. */
const quietMs = 1_000;
const intervalMs = 500;

/** Says on stderr how far the reading of a long run has come; on a terminal in one line that is taken away again. */
export function createReadingProgress(
	stream: NodeJS.WriteStream = process.stderr,
	now: () => number = Date.now,
) {
	const startedAt = now();
	let lastAt = startedAt + quietMs - intervalMs;
	let isShown = false;
	return {
		report(offset: number, size: number): void {
			if (now() - lastAt < intervalMs) return;
			lastAt = now();
			const share = Math.floor((offset / Math.max(1, size)) * 100);
			const text = `reading the records without an index: ${share} %`;
			stream.write(stream.isTTY ? `\r${text}` : `${text}\n`);
			isShown = true;
		},
		end(): void {
			if (isShown && stream.isTTY) stream.write('\r\u001B[K');
		},
	};
}
