import {expect, test} from 'vitest';
import {createSlotFinder} from '../../source/pipeline/slot-finder.js';
import {cpu, createFixedSlots, gpu, simulateSlots} from '../helpers/slot-server.js';

const servers = [1, 2, 4, 16].map(slots => [`a GPU with ${slots}`, gpu(slots), slots] as const);

test.each([...servers, ...[1, 2, 4].map(slots => [`two cores with ${slots}`, cpu(slots), slots] as const)])(
	'it finds the slots within 40 seconds and keeps to them: %s',
	(_, server, slots) => {
		const simulated = simulateSlots(server);
		simulated.runFor(40);
		let secondsAtSlots = 0;
		for (let second = 0; second < 600; second++) {
			simulated.runFor(1);
			expect(Math.abs(simulated.finder.slots - slots)).toBeLessThanOrEqual(1);
			if (simulated.finder.slots === slots) secondsAtSlots++;
		}
		expect(secondsAtSlots).toBeGreaterThan(400);
	},
);

test.each(servers)('two minutes are enough to profit: %s', (_, server, slots) => {
	const simulated = simulateSlots({...server});
	simulated.runFor(120);
	const ideal = simulateSlots({...server}, createFixedSlots(slots));
	ideal.runFor(120);
	expect(simulated.tokens / ideal.tokens).toBeGreaterThan(0.9);
});

test('no more wait in the queue than were being tried: at most twice the slots, and not for long', () => {
	const simulated = simulateSlots(gpu(4));
	simulated.runFor(600);
	expect(Math.max(...simulated.seen)).toBe(8);
	expect(simulated.seen.slice(simulated.seen.indexOf(8) + 1).every(slots => slots <= 5)).toBe(true);
});

test.each([
	['a server with fewer', gpu(16), {slots: 4}, 4],
	['a server with one', gpu(4), {slots: 1}, 1],
	['a server with more', gpu(4), {slots: 16}, 16],
	['a model that is four times slower', gpu(4), {rateAt: (n: number) => 15 * n, promptMs: 800}, 4],
	['another program on the GPU', gpu(4), {rateAt: (n: number) => (n > 1 ? 24 : 20)}, undefined],
] as const)('it follows a change in the middle: %s', (_, before, after, slots) => {
	const simulated = simulateSlots({...before});
	simulated.runFor(200);
	simulated.change(after);
	simulated.runFor(300);
	const {finder} = simulated;
	if (slots === undefined) expect(finder.slots).toBeLessThanOrEqual(5);
	else expect(Math.abs(finder.slots - slots)).toBeLessThanOrEqual(1);
});

test('a silent stretch that was announced is not taken for a slow engine', () => {
	const finder = createSlotFinder();
	const simulated = simulateSlots(gpu(4), finder);
	simulated.runFor(60);
	const {slots} = finder;
	simulated.change({rateAt: () => 0});
	simulated.runFor(5);
	finder.forget();
	simulated.change(gpu(4));
	simulated.runFor(1);
	expect(Math.abs(finder.slots - slots)).toBeLessThanOrEqual(1);
});

test('however well it pays, it never exceeds 1,024', () => {
	const simulated = simulateSlots({slots: 5_000, rateAt: written => 50 * written, promptMs: 100});
	simulated.runFor(120);
	expect(Math.max(...simulated.seen)).toBe(1_024);
});

test('where more than one makes it slower, it comes back to one', () => {
	const simulated = simulateSlots({
		slots: 4,
		rateAt: written => [114, 114, 90, 80, 70][Math.min(4, written)] as number,
		promptMs: 100,
	});
	simulated.runFor(90);
	expect(simulated.finder.slots).toBeLessThanOrEqual(2);
});

/** Many GPUs behind one address: each further stream is as fast as the first, and prompts take a moment. */
const cluster = (slots: number) => ({slots, rateAt: (written: number) => 40 * written, promptMs: 200});

test.each([100, 512])('a server with many slots is found within a minute and kept to: %i', slots => {
	const simulated = simulateSlots(cluster(slots));
	simulated.runFor(60);
	for (let second = 0; second < 120; second++) {
		simulated.runFor(1);
		expect(simulated.finder.slots).toBeGreaterThan(slots * 0.88);
		expect(simulated.finder.slots).toBeLessThan(slots * 1.15);
	}
	const ideal = simulateSlots(cluster(slots), createFixedSlots(slots));
	ideal.runFor(180);
	expect(simulated.tokens / ideal.tokens).toBeGreaterThan(0.75);
});
