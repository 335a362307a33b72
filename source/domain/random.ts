import {uniformFloat64} from 'pure-rand/distribution/uniformFloat64';
import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';
import {spreadBits} from './spread-bits.js';

export type Random = {
	/** Uniform, both ends included. */
	integer(min: number, max: number): number;
	/** Uniform over 0 (included) to 1 (excluded). */
	float01(): number;
	pick<Item>(list: readonly Item[]): Item;
	/** Uniform over the tenths from `min` to `max`, both included. */
	oneDecimal(min: number, max: number): number;
	/** Uniform over the hundredths from `min` to `max`, both included. */
	twoDecimals(min: number, max: number): number;
	/** A shuffled copy. */
	shuffle<Item>(list: readonly Item[]): Item[];
};

/** A generator whose whole sequence depends on the parts alone. */
export function createRandom(...seedParts: Array<number | string>): Random {
	const generator = xoroshiro128plus(hash32(seedParts));
	const integer = (min: number, max: number) => uniformInt(generator, min, max);
	const decimals = (scale: number) => (min: number, max: number) =>
		integer(Math.round(min * scale), Math.round(max * scale)) / scale;
	return {
		integer,
		float01: () => uniformFloat64(generator),
		pick: list => pickFrom(list, integer),
		oneDecimal: decimals(10),
		twoDecimals: decimals(100),
		shuffle: list => shuffled(list, integer),
	};
}

/** Stable hash of the parts, 0 to 2^31 - 1: the range that every engine takes as a sampling seed. */
export function hashSeed(...parts: Array<number | string>): number {
	return hash32(parts) >>> 1;
}

type Integer = (min: number, max: number) => number;

function pickFrom<Item>(list: readonly Item[], integer: Integer): Item {
	if (list.length === 0) {
		throw new RangeError('cannot pick from an empty list');
	}
	return list[integer(0, list.length - 1)] as Item;
}

// Fisher-Yates, from the end.
function shuffled<Item>(list: readonly Item[], integer: Integer): Item[] {
	const deck = [...list];
	for (let last = deck.length - 1; last > 0; last--) {
		const other = integer(0, last);
		[deck[last], deck[other]] = [deck[other] as Item, deck[last] as Item];
	}
	return deck;
}

// FNV-1a over the code points, then the finaliser of MurmurHash3: neighbouring seeds must not give
// neighbouring states. The separator keeps (1, 23) and (12, 3) apart, the type tag 1 and '1'.
function hash32(parts: ReadonlyArray<number | string>): number {
	let hash = 0x811c9dc5;
	for (const part of parts) {
		const text = `${typeof part}:${part}\u0000`;
		for (let at = 0; at < text.length; at++) {
			const point = text.codePointAt(at) as number;
			hash = Math.imul(hash ^ point, 0x01000193);
			if (point > 0xffff) at++;
		}
	}
	return spreadBits(hash) >>> 0;
}
