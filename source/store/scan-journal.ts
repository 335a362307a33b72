import {isUtf8} from 'node:buffer';
import type {AppendFile} from './append-file.js';
import {parseUntrustedJson} from './parse-json.js';
import {type LinePosition, type RawLine, readLines} from './read-lines.js';

/** What a reader makes of one parsed line. */
export type LineVerdict = 'kept' | 'damaged' | 'duplicate';
export type LineVisitor = (value: unknown, position: LinePosition) => LineVerdict;

/** What an opening found wrong in a journal; all zero in a healthy one. */
export type JournalRecovery = {
	/** Bytes of a torn last line. */
	cutBytes: number;
	/** Lines nobody can read; a copy is kept beside the journal. */
	damaged: number;
	/** Lines longer than 4 MB, skipped. */
	oversized: number;
	/** Records whose id was there before, skipped. */
	duplicates: number;
};

type JournalScan = {
	/** Up to here the file is good. */
	goodSize: number;
	lines: number;
	/** The last line is whole but its line feed is missing. */
	lacksLineFeed: boolean;
	recovered: JournalRecovery;
	/** Copies of the lines to be kept aside, at most `maximumKept` of them. */
	aside: Buffer[];
};

const maximumKept = 1000;
type LineKind = LineVerdict | 'blank' | 'oversized' | 'unparseable';

/** Reads a journal once, front to back, and hands every line that parses to `visit`. Changes nothing on disk. */
export async function scanJournal(options: {
	file: AppendFile;
	size: number;
	visit: LineVisitor;
}): Promise<JournalScan> {
	const scan = emptyScan();
	let suspect: Suspect | undefined;
	for await (const line of readLines(options.file, options.size)) {
		if (suspect) noteDamaged(scan, suspect);
		suspect = undefined;
		const kind = judgeLine(line, options.visit);
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

function emptyScan(): JournalScan {
	const recovered = {cutBytes: 0, damaged: 0, oversized: 0, duplicates: 0};
	return {goodSize: 0, lines: 0, lacksLineFeed: false, recovered, aside: []};
}

function judgeLine(line: RawLine, visit: LineVisitor): LineKind {
	if (line.bytes === undefined) return 'oversized';
	if (!isUtf8(line.bytes)) return 'unparseable';
	const text = line.bytes.toString('utf8').replace(/^\uFEFF/u, '');
	if (text.trim() === '') return 'blank';
	const parsed = tryParse(text);
	return parsed === undefined ? 'unparseable' : visit(parsed.value, line);
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
	if (scan.aside.length < maximumKept) scan.aside.push(bytes);
}

function cutLastLine({scan, suspect, size}: {scan: JournalScan; suspect: Suspect; size: number}): void {
	scan.recovered.cutBytes = size - scan.goodSize;
	// It had its line feed, so no crash of ours explains it: a copy is kept.
	scan.aside.push(suspect.bytes);
}
