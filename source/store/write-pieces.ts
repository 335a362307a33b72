import {type FileHandle, open} from 'node:fs/promises';

const blockBytes = 1024 * 1024;
const encoder = new TextEncoder();

/** Writes a file and flushes it. Pieces need to be valid until the next is asked for. Foreign errors pass through. */
export async function writePieces(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
	const handle = await open(path, 'w', 0o644);
	const blocks = createBlockWriter(handle);
	try {
		for await (const piece of pieces) {
			if (!blocks.add(piece)) await blocks.addRest();
		}
		await blocks.end();
		await handle.sync();
	} finally {
		await blocks.settle();
		await handle.close();
	}
}

/** Few, large writes: while one block is on its way to the disk, another is filled. Memory: the two blocks. */
function createBlockWriter(handle: Pick<FileHandle, 'writeFile'>) {
	let block = Buffer.allocUnsafeSlow(blockBytes);
	let spare = Buffer.allocUnsafeSlow(blockBytes);
	let filled = 0;
	let rest: string | Uint8Array = '';
	let writing: Promise<void> = Promise.resolve();

	function add(piece: string | Uint8Array): boolean {
		const free = block.subarray(filled);
		const {taken, written} = typeof piece === 'string' ? encode(piece, free) : copy(piece, free);
		filled += written;
		rest = taken === piece.length ? '' : sliceFrom(piece, taken);
		return rest.length === 0;
	}

	async function flush(): Promise<void> {
		await writing;
		writing = handle.writeFile(block.subarray(0, filled));
		// Awaited with the next flush; until then a failure must not count as one that nobody hears of.
		writing.catch(() => {});
		[block, spare] = [spare, block];
		filled = 0;
	}

	return {
		/** False while a part of the piece waits for room. */
		add,
		addRest: async () => {
			do await flush();
			while (!add(rest));
		},
		end: async () => {
			await flush();
			await writing;
		},
		settle: () => writing.catch(() => {}),
	};
}

function encode(text: string, into: Uint8Array): {taken: number; written: number} {
	const {read, written} = encoder.encodeInto(text, into);
	return {taken: read, written};
}

function copy(bytes: Uint8Array, into: Uint8Array): {taken: number; written: number} {
	const taken = Math.min(bytes.length, into.length);
	into.set(bytes.subarray(0, taken));
	return {taken, written: taken};
}

function sliceFrom(piece: string | Uint8Array, start: number): string | Uint8Array {
	return typeof piece === 'string' ? piece.slice(start) : piece.subarray(start);
}
