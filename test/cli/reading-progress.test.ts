import {expect, test} from 'vitest';
import {createReadingProgress, describeShareRead} from '../../source/cli/reading-progress.js';

function createStream(isTTY: boolean) {
	const written: string[] = [];
	const stream = {isTTY, write: (text: string) => written.push(text) > 0} as unknown as NodeJS.WriteStream;
	return {stream, written};
}

test('a short reading says nothing, a long one how far it is', () => {
	let now = 0;
	const {stream, written} = createStream(false);
	const progress = createReadingProgress(stream, () => now);
	progress.tell(() => describeShareRead(10, 100));
	expect(written).toEqual([]);
	now = 1_000;
	progress.tell(() => describeShareRead(50, 100));
	progress.tell(() => describeShareRead(51, 100));
	now = 1_500;
	progress.tell(() => describeShareRead(75, 100));
	progress.end();
	expect(written).toEqual([
		'reading the records without an index: 50 %\n',
		'reading the records without an index: 75 %\n',
	]);
});

test('on a terminal its line is taken away again', () => {
	let now = 0;
	const {stream, written} = createStream(true);
	const progress = createReadingProgress(stream, () => now);
	now = 2_000;
	progress.tell(() => describeShareRead(1, 2));
	progress.end();
	expect(written).toEqual(['\rreading the records without an index: 50 %', '\r\u001B[K']);
});
