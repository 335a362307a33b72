import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

const youngBytes = 16 * 2 ** 20;
const growthFactor = 2;
const mostPieces = 64;

/**
 * Left alone, V8 lets a heap that holds 20 MB grow to 250 before it tidies up; like this it stays under 150
 * (`npm run bench`). Has to be called before much is allocated.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--heap-growing-percent=55');
	growYoungOnce();
}

/**
 * New objects get 16 MB (two halves of 8) and no more: with the 1 MB they begin with a fifth of the CPU goes into tidying
 * up, and left to grow they take 64. The limit can only be given when Node starts, the factor at any time: V8
 * grows by it when more than fits has outlived a collection.
 */
function growYoungOnce(): void {
	setFlagsFromString(`--semi-space-growth-factor=${growthFactor}`);
	const living: object[][] = [];
	while (readYoungBytes() < youngBytes && living.length < mostPieces) {
		living.push(Array.from({length: 8_192}, () => ({})));
	}
	setFlagsFromString('--semi-space-growth-factor=1');
}

function readYoungBytes(): number {
	return (
		getHeapSpaceStatistics().find(({space_name: name}) => name === 'new_space')?.space_size ?? youngBytes
	);
}
