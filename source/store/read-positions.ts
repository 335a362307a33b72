import type {AppendFile} from './append-file.js';
import type {LinePosition} from './read-lines.js';

const spanBytes = 512 * 1024;
const spanCount = 1024;

type Span = {start: number; end: number; positions: LinePosition[]};

/**
 * The bytes at each of `positions`, in their order, valid until the next are asked for. Neighbours that lie close together
 * in the file, as records in plan order mostly do, are fetched with one read of at most 512 KB, while those before it are
 * being looked at. Memory: two such reads.
 */
export async function* readPositions(
	file: Pick<AppendFile, 'read'>,
	positions: Iterable<LinePosition>,
): AsyncGenerator<Buffer> {
	const spans = gatherSpans(positions);
	let spare: Buffer = Buffer.alloc(0);
	let next = startReading({file, span: spans.next().value, into: Buffer.alloc(0)});
	try {
		while (next) {
			const {span, bytes} = next;
			const bytesRead = await next.isRead;
			next = startReading({file, span: spans.next().value, into: spare});
			for (const {offset, length} of span.positions) {
				const from = offset - span.start;
				yield bytes.subarray(from, Math.min(from + length, bytesRead));
			}
			spare = bytes;
		}
	} finally {
		await next?.isRead.catch(() => {});
	}
}

type Reading = {span: Span; bytes: Buffer; isRead: Promise<number>};

function startReading(options: {
	file: Pick<AppendFile, 'read'>;
	span: Span | undefined;
	into: Buffer;
}): Reading | undefined {
	const {file, span, into} = options;
	if (span === undefined) return undefined;
	const length = span.end - span.start;
	const bytes = into.length < length ? Buffer.allocUnsafeSlow(roomFor(length)) : into;
	const isRead = file.read(bytes.subarray(0, length), span.start);
	// Awaited when its turn comes; until then a failure must not count as one that nobody hears of.
	isRead.catch(() => {});
	return {span, bytes, isRead};
}

/** Of a whole span, so that it serves for all that follow; only one record is not worth as much. */
function roomFor(length: number): number {
	return length * 2 > spanBytes ? Math.max(length, spanBytes) : length;
}

/** As many positions as fit a span; always one, however long. */
function* gatherSpans(positions: Iterable<LinePosition>): Generator<Span, undefined> {
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
	return undefined;
}
