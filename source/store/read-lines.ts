import type {AppendFile} from './append-file.js';

export const maximumLineBytes = 4 * 1024 * 1024;
const chunkBytes = 512 * 1024;
const lineFeed = 0x0a;

/** Where a line stands in its file, in bytes, without its line feed. */
export type LinePosition = {offset: number; length: number};

export type RawLine = LinePosition & {
	/** Valid until the next line is asked for; absent when the line is longer than `maximumLineBytes`. */
	bytes: Buffer | undefined;
	/** False only for what stands behind the last line feed. */
	terminated: boolean;
};

/** Splits the first `size` bytes of a file, from `start` on, into lines, in bounded memory. */
export async function* readLines(
	file: Pick<AppendFile, 'read'>,
	size: number,
	start = 0,
): AsyncGenerator<RawLine> {
	const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, size - start)));
	let carried = noLine(start);
	let position = start;
	while (position < size) {
		const wanted = chunk.subarray(0, Math.min(chunk.length, size - position));
		const bytesRead = await file.read(wanted, position);
		if (bytesRead === 0) break;
		let from = 0;
		for (;;) {
			const end = wanted.subarray(0, bytesRead).indexOf(lineFeed, from);
			carry(carried, wanted.subarray(from, end === -1 ? bytesRead : end));
			if (end === -1) break;
			yield finishLine(carried, true);
			from = end + 1;
			carried = noLine(position + from);
		}
		position += bytesRead;
		carried.parts = carried.parts.map(part => Buffer.from(part));
	}
	if (carried.length > 0) yield finishLine(carried, false);
}

type CarriedLine = LinePosition & {parts: Buffer[]};

function noLine(offset: number): CarriedLine {
	return {offset, length: 0, parts: []};
}

function carry(line: CarriedLine, part: Buffer): void {
	line.length += part.length;
	if (line.length > maximumLineBytes) line.parts = [];
	else if (part.length > 0) line.parts.push(part);
}

function finishLine(line: CarriedLine, terminated: boolean): RawLine {
	const {offset, length, parts} = line;
	const isWhole = length <= maximumLineBytes;
	const joined = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
	return {offset, length, bytes: isWhole ? joined : undefined, terminated};
}
