import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSlotQueue} from '../../source/pipeline/slot-queue.js';

test('the lowest is taken first, and what comes back is taken before the rest', () => {
	const queue = createSlotQueue([0, 1, 4, 5]);
	expect([queue.take(), queue.take(), queue.take()]).toEqual([0, 1, 4]);
	queue.put(4);
	queue.put(0);
	expect([queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([0, 4, 5, undefined]);
});

test('whatever is taken, put and removed, it holds what a plain set would hold', () => {
	const actions = fc.array(fc.tuple(fc.constantFrom('take', 'put', 'remove'), fc.nat(9)), {maxLength: 60});
	fc.assert(
		fc.property(actions, steps => {
			const queue = createSlotQueue([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
			const model = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
			for (const [name, index] of steps) {
				if (name === 'take') {
					const taken = queue.take();
					expect(taken === undefined ? model.size === 0 : model.delete(taken)).toBe(true);
				} else if (name === 'remove') expect(queue.remove(index)).toBe(model.delete(index));
				else if (!model.has(index)) {
					queue.put(index);
					model.add(index);
				}
				expect(queue.size).toBe(model.size);
			}
			const rest = new Set<number>();
			for (let taken = queue.take(); taken !== undefined; taken = queue.take()) rest.add(taken);
			expect(rest).toEqual(model);
		}),
		{seed: 7},
	);
});

test('taking from a long queue costs the same as from a short one', () => {
	const queue = createSlotQueue(Array.from({length: 1_000_000}, (_, index) => index));
	const startedAt = performance.now();
	for (let count = 0; count < 1_000_000; count++) queue.take();
	expect(performance.now() - startedAt).toBeLessThan(3_000);
});
