/** Lines end to end, each with its line feed, and their lengths in bytes with it. */
export type EncodedLines = {bytes: Uint8Array; lengths: number[]};

export const noLines: EncodedLines = {bytes: new Uint8Array(), lengths: []};

const usualBytes = 64 * 1024;
/** What is longer is not kept for the next group. */
const mostKeptBytes = 1024 * 1024;
const lineFeed = 10;

/** Writes the lines of one group after the other into the same memory: `bytes` are valid until the next are encoded. */
export function createLineEncoder(): (lines: readonly string[]) => EncodedLines {
	let kept = Buffer.alloc(0);

	function makeRoom(most: number): Buffer {
		if (most <= kept.length) return kept;
		const room = Buffer.allocUnsafe(Math.max(usualBytes, most));
		if (room.length <= mostKeptBytes) kept = room;
		return room;
	}

	return lines => {
		const room = makeRoom(lines.reduce((sum, line) => sum + mostBytes(line), 0));
		let end = 0;
		const lengths = lines.map(line => {
			const start = end;
			end += room.write(line, end);
			room[end++] = lineFeed;
			return end - start;
		});
		return {bytes: room.subarray(0, end), lengths};
	};
}

/** With its line feed; no code unit takes more than three bytes. */
export function mostBytes(line: string): number {
	return line.length * 3 + 1;
}
