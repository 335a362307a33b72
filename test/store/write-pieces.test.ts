import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {writePieces} from '../../source/store/write-pieces.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const piece = fc.oneof(
	fc.string({unit: 'grapheme'}),
	fc.uint8Array({maxLength: 50}),
	fc.constantFrom('', '😀'.repeat(400_000), 'é'.repeat(700_001), new Uint8Array(2_500_000).fill(7)),
);

test('text and bytes arrive in their order, however they fall on the blocks that are written', async () => {
	const path = join(createTemporaryFolder(), 'file');
	await fc.assert(
		fc.asyncProperty(fc.array(piece, {maxLength: 6}), async pieces => {
			await writePieces(path, lend(pieces));

			expect(readFileSync(path).equals(Buffer.concat(pieces.map(one => Buffer.from(one))))).toBe(true);
		}),
		{numRuns: 25},
	);
});

test('what goes wrong on the way is thrown, and the file is closed', async () => {
	const path = join(createTemporaryFolder(), 'file');
	async function* breakOff() {
		yield 'é'.repeat(2_000_000);
		throw new Error('no more');
	}

	await expect(writePieces(path, breakOff())).rejects.toThrow('no more');
	await expect(writePieces('/dev/full', lend(['x'.repeat(3_000_000)]))).rejects.toThrow('ENOSPC');
});

/** Bytes in a buffer that is used again, as an exporter may give them. */
async function* lend(pieces: Array<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
	const buffer = new Uint8Array(3_000_000);
	for (const one of pieces) {
		buffer.fill(0);
		if (typeof one !== 'string') buffer.set(one);
		yield typeof one === 'string' ? one : buffer.subarray(0, one.length);
	}
}
