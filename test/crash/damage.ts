import {existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pickOne} from '../helpers/fault-server-random.js';
import type {Life} from './life.js';

type Random = () => number;

/** Journals whose flush is promised: a power cut takes exactly what was not flushed. */
const durable = ['interactions.jsonl', 'decisions.jsonl'];

/**
 * What a power cut leaves of the files of a run: the kernel still had what was written and not flushed. Its place may
 * be gone or filled with zeros; a file that got its name before its bytes were flushed is empty.
 */
export function cutPower(options: {runFolder: string; life: Life; random: Random}): void {
	const {runFolder, life, random} = options;
	for (const name of readdirSync(runFolder).filter(each => each.endsWith('.jsonl'))) {
		const path = join(runFolder, name);
		const {size} = statSync(path);
		const flushed = Math.min(size, life.flushed.get(path) ?? 0);
		const isZeroed = size > flushed && random() < 0.3;
		const keeps = durable.includes(name) ? 0 : Math.floor(random() * (size - flushed));
		truncateSync(path, flushed + keeps);
		if (isZeroed) truncateSync(path, size);
	}
	for (const path of life.unflushedNames) if (existsSync(path)) truncateSync(path, 0);
}

export const damageKinds = ['cut', 'duplicated', 'garbled'] as const;
export type DamageKind = (typeof damageKinds)[number];

/** Spoils the tail of one file, as a crash, a bad disk or a clumsy copy does. */
export function damageTail(path: string, {kind, random}: {kind: DamageKind; random: Random}): void {
	const bytes = readFileSync(path);
	const lastLine = bytes.subarray(bytes.lastIndexOf(10, bytes.length - 2) + 1);
	if (kind === 'cut') {
		truncateSync(path, bytes.length - Math.floor(random() * Math.min(bytes.length, 1.3 * lastLine.length)));
	} else if (kind === 'duplicated') {
		const piece = lastLine.subarray(0, random() < 0.5 ? lastLine.length : random() * lastLine.length);
		writeFileSync(path, Buffer.concat([bytes, piece]));
	} else {
		writeFileSync(path, garble(bytes, random));
	}
}

/** Never valid UTF-8 afterwards, so that nobody can take it for what was written. */
function garble(bytes: Buffer, random: Random): Buffer {
	const length = 1 + Math.floor(random() * Math.min(bytes.length, 400));
	const tail = Buffer.from(
		Array.from({length}, () => pickOne(random, [0, 0x0a, 0x1b, 0x22, 0x5c, 0x7d, 0xff, 0xc3])),
	);
	tail[0] = 0xff;
	if (random() < 0.5) return Buffer.concat([bytes, tail]);
	return Buffer.concat([bytes.subarray(0, bytes.length - length), tail]);
}
