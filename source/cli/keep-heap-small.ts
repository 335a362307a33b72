import {setFlagsFromString} from 'node:v8';

/**
 * Left alone, V8 lets a heap that holds 20 MB grow to 250 before it tidies up; like this it stays near 130
 * (`npm run bench`). Has to be called before much is allocated.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=100');
}
