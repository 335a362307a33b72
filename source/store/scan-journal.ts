import {isUtf8} from 'node:buffer';
import {z} from 'zod';
import type {AppendFile} from './append-file.js';
import {parseUntrustedJson} from './parse-json.js';
import {type LinePosition, type RawLine, readLines} from './read-lines.js';

/** What a reader makes of one parsed line. */
export type LineVerdict = 'kept' | 'damaged' | 'duplicate';
/** `recovered`: what was found wrong up to here; it goes on changing. */
export type LineVisitor = (
	value: unknown,
	position: LinePosition,
	recovered: Readonly<JournalRecovery>,
) => LineVerdict;

const count = z.int().min(0);

/** What an opening found wrong in a journal; all zero in a healthy one. */
export const journalRecoverySchema = z.object({
	/** Bytes of a torn last line. */
	cutBytes: count,
	/** Lines nobody can read; a copy is kept beside the journal. */
	damaged: count,
	/** Lines longer than 4 MB, skipped. */
	oversized: count,
	/** Records whose id was there before, skipped. */
	duplicates: count,
});
export type JournalRecovery = z.infer<typeof journalRecoverySchema>;

/** Where a journal can be read on from, and what a reading up to there found wrong. */
export type JournalStart = {offset: number; recovered: JournalRecovery};

type JournalScan = {
	/** Up to here the file is good. */
	goodSize: number;
	lines: number;
	/** The last line is whole but its line feed is missing. */
	lacksLineFeed: boolean;
	recovered: JournalRecovery;
	/** Copies of the lines to be kept aside, at most `maximumKept` of them and the last one. */
	aside: Buffer[];
	maximumKept: number;
};

const usualKept = 1000;
type LineKind = LineVerdict | 'blank' | 'oversized' | 'unparseable';

/** Reads a journal once, front to back, and hands every line that parses to `visit`. Changes nothing on disk. */
export async function scanJournal(options: {
	file: AppendFile;
	size: number;
	visit: LineVisitor;
	start?: JournalStart | undefined;
	/** How many lines that nobody can read are copied, each up to 4 MB; the rest is only counted. */
	maximumKept?: number;
	/** Called now and then with the byte that was reached. */
	onProgress?: ((offset: number) => void) | undefined;
}): Promise<JournalScan> {
	const scan = beginScan(options);
	let suspect: Suspect | undefined;
	for await (const line of readLines(options.file, options.size, scan.goodSize)) {
		options.onProgress?.(line.offset);
		if (suspect) noteDamaged(scan, suspect);
		suspect = undefined;
		const kind = judgeLine({line, visit: options.visit, recovered: scan.recovered});
		if (!line.terminated && (kind === 'unparseable' || kind === 'oversized')) {
			scan.recovered.cutBytes = options.size - scan.goodSize;
			return scan;
		}
		// Whether it is the last line, to be cut, or one in the middle, only the next one tells.
		if (kind === 'unparseable') suspect = suspectLine(line);
		else countLine({scan, line, kind});
	}
	if (suspect) cutLastLine({scan, suspect, size: options.size});
	return scan;
}

/** A line that does not parse, and where it ends. */
type Suspect = {bytes: Buffer; end: number};

function suspectLine(line: RawLine): Suspect {
	return {bytes: Buffer.from(line.bytes as Buffer), end: endOf(line)};
}

function endOf(line: RawLine): number {
	return line.offset + line.length + (line.terminated ? 1 : 0);
}

export function nothingRecovered(): JournalRecovery {
	return {cutBytes: 0, damaged: 0, oversized: 0, duplicates: 0};
}

function beginScan({
	start,
	maximumKept = usualKept,
}: {
	start?: JournalStart | undefined;
	maximumKept?: number;
}): JournalScan {
	const recovered = {...(start?.recovered ?? nothingRecovered())};
	return {goodSize: start?.offset ?? 0, lines: 0, lacksLineFeed: false, recovered, aside: [], maximumKept};
}

function judgeLine(options: {line: RawLine; visit: LineVisitor; recovered: JournalRecovery}): LineKind {
	const {line, visit, recovered} = options;
	if (line.bytes === undefined) return 'oversized';
	if (!isUtf8(line.bytes)) return 'unparseable';
	const text = line.bytes.toString('utf8').replace(/^\uFEFF/u, '');
	if (text.trim() === '') return 'blank';
	const parsed = tryParse(text);
	return parsed === undefined ? 'unparseable' : visit(parsed.value, line, recovered);
}

function tryParse(text: string): {value: unknown} | undefined {
	try {
		return {value: parseUntrustedJson(text)};
	} catch {
		return undefined;
	}
}

function countLine({scan, line, kind}: {scan: JournalScan; line: RawLine; kind: LineKind}): void {
	scan.goodSize = endOf(line);
	scan.lacksLineFeed = !line.terminated;
	if (kind === 'kept') scan.lines++;
	if (kind === 'oversized') scan.recovered.oversized++;
	if (kind === 'duplicate') scan.recovered.duplicates++;
	if (kind === 'damaged') noteDamaged(scan, suspectLine(line));
}

function noteDamaged(scan: JournalScan, {bytes, end}: Suspect): void {
	scan.goodSize = end;
	scan.recovered.damaged++;
	if (scan.aside.length < scan.maximumKept) scan.aside.push(bytes);
}

function cutLastLine({scan, suspect, size}: {scan: JournalScan; suspect: Suspect; size: number}): void {
	scan.recovered.cutBytes = size - scan.goodSize;
	// It had its line feed, so no crash of ours explains it: a copy is kept.
	scan.aside.push(suspect.bytes);
}
