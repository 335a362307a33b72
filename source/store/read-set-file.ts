import {isUtf8} from 'node:buffer';
import type {FileHandle} from 'node:fs/promises';
import type {LentText} from '../domain/set-record.js';
import {parseUntrustedJson} from './parse-json.js';
import {maximumLineBytes, readLines} from './read-lines.js';
import {type ArrayElement, createArraySplitter, deepestNesting} from './split-array.js';

/** One element or line of a file: a value, or why there is none. */
export type SetElement = {position: number} & (ReadElement | {reason: string});

/** `text`: the same as `value`, where it is at hand. */
export type ReadElement = {value: unknown; text?: LentText | undefined};

/** How a file of records is laid out, and where its text begins behind a byte order mark and blanks. */
export type SetLayout = {kind: 'array' | 'lines'; start: number};

const chunkBytes = 256 * 1024;
const probeBytes = 4096;
const byteOrderMark = Buffer.from('\uFEFF');

/** What the first character says; `undefined` for a file that begins like neither an array nor an object. */
export async function findLayout(handle: FileHandle): Promise<SetLayout | 'empty' | undefined> {
	const {buffer, bytesRead} = await handle.read(Buffer.alloc(probeBytes), 0, probeBytes, 0);
	const bytes = buffer.subarray(0, bytesRead);
	const markLength = bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
	const offset = bytes.subarray(markLength).findIndex(byte => !isBlank(byte));
	if (offset === -1) return 'empty';
	const start = markLength + offset;
	if (bytes[start] === 0x5b) return {kind: 'array', start: start + 1};
	return bytes[start] === 0x7b ? {kind: 'lines', start} : undefined;
}

/** The elements of an array, front to back, one in memory at a time. */
export async function* readArrayElements(handle: FileHandle, start: number): AsyncGenerator<SetElement> {
	const splitter = createArraySplitter(maximumLineBytes);
	let position = 0;
	for await (const chunk of readChunks(handle, start)) {
		for (const element of splitter.split(chunk)) {
			// `[]`, and the comma behind the last element that people leave.
			if (!splitter.isOver || !isBlankText(element.bytes))
				yield {position: ++position, ...readElement(element)};
		}
		if (splitter.isOver) return;
	}
	const torn = splitter.rest();
	const element = readElement(torn);
	yield {position: ++position, ...('value' in element ? element : {reason: 'the file ends inside it'})};
}

/** One value a line; blank lines are passed over. */
export async function* readLineElements(handle: FileHandle, start: number): AsyncGenerator<SetElement> {
	const {size} = await handle.stat();
	const file = {
		read: async (target: Uint8Array, offset: number) =>
			(await handle.read(target, 0, target.byteLength, start + offset)).bytesRead,
	};
	let position = 0;
	for await (const {bytes} of readLines(file, size - start)) {
		position++;
		if (isBlankText(bytes)) continue;
		yield {position, ...readElement({bytes, nesting: measureNesting(bytes)})};
	}
}

async function* readChunks(handle: FileHandle, start: number): AsyncGenerator<Buffer> {
	const chunk = Buffer.allocUnsafe(chunkBytes);
	for (let offset = start; ; ) {
		const {bytesRead} = await handle.read(chunk, 0, chunkBytes, offset);
		if (bytesRead === 0) return;
		offset += bytesRead;
		yield chunk.subarray(0, bytesRead);
	}
}

function readElement(element: Pick<ArrayElement, 'bytes' | 'nesting'>): {value: unknown} | {reason: string} {
	const {bytes, nesting} = element;
	if (bytes === undefined) return {reason: 'it is larger than 4 MB'};
	if (nesting > deepestNesting) return {reason: `it is nested more than ${deepestNesting} levels deep`};
	if (!isUtf8(bytes)) return {reason: 'it is not valid UTF-8'};
	try {
		return {value: parseUntrustedJson(bytes.toString('utf8'))};
	} catch {
		return {reason: 'it is not valid JSON'};
	}
}

function measureNesting(bytes: Buffer | undefined): number {
	if (bytes === undefined) return 0;
	const splitter = createArraySplitter(maximumLineBytes);
	const before = [...splitter.split(bytes)].map(({nesting}) => nesting);
	return Math.max(splitter.rest().nesting, ...before);
}

function isBlankText(bytes: Buffer | undefined): boolean {
	return bytes?.every(isBlank) ?? false;
}

function isBlank(byte: number): boolean {
	return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
