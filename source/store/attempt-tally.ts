import {lstat} from 'node:fs/promises';
import {crc32} from 'node:zlib';
import {z} from 'zod';
import {type FailureClass, failureClasses} from '../pipeline/failure.js';
import {type AppendFile, openAppendFile} from './append-file.js';
import {parseUntrustedJson} from './parse-json.js';
import {journalRecoverySchema} from './scan-journal.js';

const largestFile = 16 * 1024;
const chunkBytes = 512 * 1024;
/** A change this soon after another may not show in the times that a file system keeps. */
const clockGrainMs = 1_000;

const count = z.int().min(0);

const tallySchema = z.object({
	format: z.literal(1),
	/** Bytes of the journal that are counted, and their checksum: of all, for the middle counts as much as the tail. */
	size: count,
	sum: count,
	/** What tells that nobody has touched the journal since. */
	inode: z.string(),
	changed: z.string(),
	/** When this was written, ms since the epoch. */
	at: count,
	/** Every class that this version knows: another version counts for itself. */
	counts: z.strictObject(Object.fromEntries(failureClasses.map(name => [name, count]))),
	recovered: journalRecoverySchema,
});
type Tally = z.infer<typeof tallySchema>;
export type CountedAttempts = Pick<Tally, 'size' | 'sum' | 'recovered'> & {counts: Map<FailureClass, number>};

/**
 * What was counted of a journal of attempts, where that still holds; undefined where anything is off, and then the
 * journal is read whole. A journal that nobody has touched since is not read at all, of one that has grown what was
 * counted is compared with its checksum.
 */
export async function loadTally(
	path: string,
	journal: {path: string; file: AppendFile; size: number},
): Promise<CountedAttempts | undefined> {
	try {
		const tally = await readTally(path);
		const isUntouched = await wasLeftAlone(tally, journal.path);
		if (!isUntouched && (await sumTo(tally.size, journal.file)) !== tally.sum) return undefined;
		if (tally.size > journal.size) return undefined;
		const counts = new Map(Object.entries(tally.counts).filter(([, number]) => number > 0));
		return {...tally, counts: counts as CountedAttempts['counts']};
	} catch {
		return undefined;
	}
}

/** Keeps what was counted; one that cannot be written is missed by nobody. `counted`: a part whose sum is known. */
export async function saveTally(
	path: string,
	journal: {path: string; size: number},
	attempts: Pick<CountedAttempts, 'counts' | 'recovered'> & {
		counted: Pick<CountedAttempts, 'size' | 'sum'> | undefined;
	},
): Promise<void> {
	const {counts, recovered, counted} = attempts;
	try {
		const stats = await lstat(journal.path, {bigint: true});
		const file = await openAppendFile(journal.path, 'read');
		const sum = await sumTo(journal.size, file, counted).finally(() => file.close());
		if (stats.size !== BigInt(journal.size)) return;
		const tally: Tally = {
			format: 1,
			size: journal.size,
			sum,
			inode: String(stats.ino),
			changed: String(stats.ctimeNs),
			at: Date.now(),
			counts: Object.fromEntries(failureClasses.map(name => [name, counts.get(name) ?? 0])),
			recovered: {...recovered, cutBytes: 0},
		};
		await writeTally(path, JSON.stringify(tally));
	} catch {}
}

async function readTally(path: string): Promise<Tally> {
	const file = await openAppendFile(path, 'read');
	try {
		const bytes = Buffer.alloc(largestFile);
		const text = bytes.toString('utf8', 0, await file.read(bytes, 0));
		const [sum = '', json = ''] = text.split('\n');
		if (sum !== String(crc32(json))) throw new RangeError('the tally is damaged');
		return tallySchema.parse(parseUntrustedJson(json));
	} finally {
		await file.close();
	}
}

/** Its own checksum first: a part of it, or one with another digit, is none. */
async function writeTally(path: string, json: string): Promise<void> {
	const file = await openAppendFile(path, 'append');
	try {
		await file.truncate(0);
		await file.append(Buffer.from(`${crc32(json)}\n${json}\n`));
	} finally {
		await file.close();
	}
}

async function wasLeftAlone(tally: Tally, path: string): Promise<boolean> {
	const {size, ino, ctimeNs, ctimeMs} = await lstat(path, {bigint: true});
	const isSame = String(ino) === tally.inode && String(ctimeNs) === tally.changed;
	return isSame && size === BigInt(tally.size) && Number(ctimeMs) + clockGrainMs < tally.at;
}

/** Checksum of the first `size` bytes, going on behind a part whose sum is known. */
async function sumTo(
	size: number,
	file: AppendFile,
	known: {size: number; sum: number} = {size: 0, sum: 0},
): Promise<number> {
	const chunk = Buffer.allocUnsafe(chunkBytes);
	let {sum, size: offset} = known;
	while (offset < size) {
		const wanted = chunk.subarray(0, Math.min(chunk.length, size - offset));
		const bytesRead = await file.read(wanted, offset);
		if (bytesRead === 0) throw new RangeError('the journal is shorter than what was counted of it');
		sum = crc32(wanted.subarray(0, bytesRead), sum);
		offset += bytesRead;
	}
	return sum;
}
