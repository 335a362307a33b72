import type {AppendFile} from './append-file.js';
import type {LinePosition} from './read-lines.js';

const spanBytes = 512 * 1024;

/**
 * The bytes at each of `positions`, in their order. Neighbours that lie close together in the file, as records in plan
 * order mostly do, are fetched with one read of at most 512 KB.
 */
export async function* readPositions(
	file: Pick<AppendFile, 'read'>,
	positions: LinePosition[],
): AsyncGenerator<Buffer> {
	let next = 0;
	while (next < positions.length) {
		const span = measureSpan(positions, next);
		const bytes = Buffer.allocUnsafe(span.end - span.start);
		const bytesRead = await file.read(bytes, span.start);
		for (const {offset, length} of positions.slice(next, next + span.count)) {
			const from = offset - span.start;
			yield bytes.subarray(from, Math.min(from + length, bytesRead));
		}
		next += span.count;
	}
}

/** As many positions from `first` on as fit a span; always one, however long. */
function measureSpan(positions: LinePosition[], first: number) {
	const {offset, length} = positions[first] as LinePosition;
	const span = {start: offset, end: offset + length, count: 1};
	for (const position of positions.slice(first + 1, first + 1024)) {
		const start = Math.min(span.start, position.offset);
		const end = Math.max(span.end, position.offset + position.length);
		if (end - start > spanBytes) break;
		Object.assign(span, {start, end, count: span.count + 1});
	}
	return span;
}
