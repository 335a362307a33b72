import {createShinglePage, recordsPerPage, type ShinglePage} from './shingle-page.js';

/** Records that can be read again, by number: what is old need not be kept in memory. */
export type NearCopyArchive = {
	numberOf(id: string): number | undefined;
	idAt(number: number): string;
	proseAt(number: number): string;
};

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
	readonly size: number;
};

type Page = {
	/** Those whose shingles are in memory; undefined where that is none. */
	known: ShinglePage | undefined;
	/** In the archive, from 1. */
	numbers: Uint32Array | undefined;
};

/** Newest pages whose shingles stay in memory where there is an archive: 4,096 to 8,192 records. */
const keptPages = 2;

/** `readShingles`: makes the shingles of a record anew from the archive. */
export function createNearCopyPages(
	archive: NearCopyArchive | undefined,
	readShingles: (number: number) => Uint32Array,
): NearCopyPages {
	const pages: Page[] = [];
	const records = new Map<string, number>();
	const removed = new Set<number>();
	let length = 0;
	let archived = 0;

	const pageOf = (record: number) => pages[Math.floor(record / recordsPerPage)] as Page;
	const placeOf = (record: number) => record % recordsPerPage;

	/** In the archive; undefined for one that is not there, or was removed. */
	function numberOf(record: number): number | undefined {
		const number = (pageOf(record).numbers?.[placeOf(record)] ?? 0) - 1;
		return number < 0 || removed.has(number) ? undefined : number;
	}

	function nextPage(): Page {
		if (placeOf(length) === 0) {
			pages.push({known: undefined, numbers: undefined});
			const old = pages.at(-1 - keptPages);
			if (archive && old?.known) settlePage(archive, old, old.known);
		}
		return pages.at(-1) as Page;
	}

	/** What was never written to the archive is gone. */
	function settlePage({numberOf}: NearCopyArchive, page: Page, known: ShinglePage): void {
		for (let place = 0; place < recordsPerPage; place++) {
			const id = known.idAt(place);
			if (id === undefined) continue;
			records.delete(id);
			const number = numberOf(id);
			if (number !== undefined) enterNumber(page, place, number);
		}
		page.known = undefined;
	}

	function enterNumber(page: Page, place: number, number: number): void {
		page.numbers ??= new Uint32Array(recordsPerPage);
		page.numbers[place] = number + 1;
		archived++;
	}

	function forget(id: string): void {
		const record = records.get(id);
		if (record !== undefined) pageOf(record).known?.remove(placeOf(record));
		records.delete(id);
	}

	return {
		add(id, shingles) {
			forget(id);
			const number = archive?.numberOf(id);
			if (number !== undefined) removed.delete(number);
			const page = nextPage();
			page.known ??= createShinglePage();
			page.known.set(placeOf(length), id, shingles);
			records.set(id, length++);
		},
		addArchived(number) {
			enterNumber(nextPage(), placeOf(length), number);
			length++;
		},
		remove(id) {
			forget(id);
			const number = archive?.numberOf(id);
			if (number !== undefined) removed.add(number);
		},
		shinglesOf(record) {
			const {known} = pageOf(record);
			const place = placeOf(record);
			if (known?.idAt(place) !== undefined) return known.shinglesAt(place);
			const number = numberOf(record);
			return number === undefined ? undefined : readShingles(number);
		},
		idOf: record =>
			pageOf(record).known?.idAt(placeOf(record)) ?? archive?.idAt(numberOf(record) as number) ?? '',
		get size() {
			return records.size + archived - removed.size;
		},
	};
}
