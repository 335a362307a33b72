/** Shorter reads are over before anybody wonders. */
const quietMs = 1_000;
const intervalMs = 500;

/** Says on stderr how far a long reading has come; on a terminal in one line that is taken away again. */
export function createReadingProgress(
	stream: NodeJS.WriteStream = process.stderr,
	now: () => number = Date.now,
) {
	const startedAt = now();
	let lastAt = startedAt + quietMs - intervalMs;
	let isShown = false;
	return {
		/** `describe` is only asked when it is time to say something. */
		tell(describe: () => string): void {
			if (now() - lastAt < intervalMs) return;
			lastAt = now();
			const text = describe();
			stream.write(stream.isTTY ? `\r${text}` : `${text}\n`);
			isShown = true;
		},
		end(): void {
			if (isShown && stream.isTTY) stream.write('\r\u001B[K');
		},
	};
}

/** Of the journal of a run, `offset` of `size` bytes. */
export function describeShareRead(offset: number, size: number): string {
	return `reading the records without an index: ${Math.floor((offset / Math.max(1, size)) * 100)} %`;
}

export function describeSourcesRead(records: number): string {
	return `reading what this fill adds to: ${records} records`;
}
