import type {AppendFile} from './append-file.js';
import type {LinePosition} from './read-lines.js';

const spanBytes = 512 * 1024;
const spanCount = 1024;

type Span = {start: number; end: number; positions: LinePosition[]};

/**
 * The bytes at each of `positions`, in their order. Neighbours that lie close together in the file, as records in plan
 * order mostly do, are fetched with one read of at most 512 KB.
 */
export async function* readPositions(
	file: Pick<AppendFile, 'read'>,
	positions: Iterable<LinePosition>,
): AsyncGenerator<Buffer> {
	for (const {start, end, positions: members} of gatherSpans(positions)) {
		const bytes = Buffer.allocUnsafe(end - start);
		const bytesRead = await file.read(bytes, start);
		for (const {offset, length} of members) {
			const from = offset - start;
			yield bytes.subarray(from, Math.min(from + length, bytesRead));
		}
	}
}

/** As many positions as fit a span; always one, however long. */
function* gatherSpans(positions: Iterable<LinePosition>): Generator<Span> {
	let span: Span | undefined;
	for (const position of positions) {
		const start = Math.min(span?.start ?? position.offset, position.offset);
		const end = Math.max(span?.end ?? 0, position.offset + position.length);
		if (span && (end - start > spanBytes || span.positions.length === spanCount)) {
			yield span;
			span = undefined;
		}
		span = span
			? {start, end, positions: span.positions}
			: {start: position.offset, end: position.offset + position.length, positions: []};
		span.positions.push(position);
	}
	if (span) yield span;
}
