/** Records that can be read again, by number: what is old need not be kept in memory. */
export type NearCopyArchive = {
	numberOf(id: string): number | undefined;
	idAt(number: number): string;
	proseAt(number: number): string;
};

type Known = {id: string; shingles: Uint32Array};

/** What the near-copy check keeps of its records, which are numbered in the order they are added. */
export type NearCopyPages = {
	add(id: string, shingles: Uint32Array): void;
	/** By its number in the archive. */
	addArchived(number: number): void;
	remove(id: string): void;
	/** Undefined for one that was removed. */
	shinglesOf(record: number): Uint32Array | undefined;
	/** Of one that has shingles. */
	idOf(record: number): string;
	/** Whether its shingles have to be made anew. */
	isArchived(record: number): boolean;
	readonly size: number;
};

type Page = {
	/** Of those whose shingles are in memory. */
	known: Array<Known | undefined>;
	/** In the archive, from 1. */
	numbers: Uint32Array;
};

const recordsPerPage = 4096;
/** Newest pages whose shingles stay in memory where there is an archive: 32,768 records. */
const keptPages = 8;

/** `readShingles`: makes the shingles of a record anew from the archive. */
export function createNearCopyPages(
	archive: NearCopyArchive | undefined,
	readShingles: (number: number) => Uint32Array,
): NearCopyPages {
	const pages: Page[] = [];
	const places = new Map<string, number>();
	const removed = new Set<number>();
	let records = 0;
	let archived = 0;

	const pageOf = (record: number) => pages[Math.floor(record / recordsPerPage)] as Page;

	const knownOf = (record: number) => pageOf(record).known[record % recordsPerPage];

	/** In the archive; undefined for one that is not there, or was removed. */
	function numberOf(record: number): number | undefined {
		const number = (pageOf(record).numbers[record % recordsPerPage] as number) - 1;
		return number < 0 || removed.has(number) ? undefined : number;
	}

	function nextPage(): Page {
		if (records % recordsPerPage === 0) {
			pages.push({known: [], numbers: new Uint32Array(recordsPerPage)});
			const old = pages.at(-1 - keptPages);
			if (archive && old) settlePage(archive, old);
		}
		return pages.at(-1) as Page;
	}

	/** What was never written to the archive is gone. */
	function settlePage({numberOf}: NearCopyArchive, page: Page): void {
		for (const [place, known] of page.known.entries()) {
			const number = known && numberOf(known.id);
			if (known) places.delete(known.id);
			if (number === undefined) continue;
			page.numbers[place] = number + 1;
			archived++;
		}
		page.known = [];
	}

	function forget(id: string): void {
		const record = places.get(id);
		if (record !== undefined) pageOf(record).known[record % recordsPerPage] = undefined;
		places.delete(id);
	}

	return {
		add(id, shingles) {
			forget(id);
			const number = archive?.numberOf(id);
			if (number !== undefined) removed.delete(number);
			nextPage().known[records % recordsPerPage] = {id, shingles};
			places.set(id, records++);
		},
		addArchived(number) {
			nextPage().numbers[records % recordsPerPage] = number + 1;
			records++;
			archived++;
		},
		remove(id) {
			forget(id);
			const number = archive?.numberOf(id);
			if (number !== undefined) removed.add(number);
		},
		shinglesOf(record) {
			const known = knownOf(record);
			if (known || !archive) return known?.shingles;
			const number = numberOf(record);
			return number === undefined ? undefined : readShingles(number);
		},
		idOf: record => knownOf(record)?.id ?? archive?.idAt(numberOf(record) as number) ?? '',
		isArchived: record => knownOf(record) === undefined,
		get size() {
			return places.size + archived - removed.size;
		},
	};
}
