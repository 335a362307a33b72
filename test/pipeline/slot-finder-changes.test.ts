import {expect, test} from 'vitest';
import {createSlotFinder} from '../../source/pipeline/slot-finder.js';
import {cpu, createFixedSlots, gpu, type SlotServer, simulateSlots} from '../helpers/slot-server.js';

type Change = {at: number; to: Partial<SlotServer>; slots: number};

const minutes = 10;

/** Tokens by second, and what was wanted by second, of a run beside one that is told of every change. */
function runBesideKnower(server: SlotServer, changes: Change[] = []) {
	const ours = simulateSlots({...server}, createSlotFinder());
	const fixed = createFixedSlots(server.slots);
	const knower = simulateSlots({...server}, fixed);
	const wanted: number[] = [];
	const tokens: Array<{ours: number; knower: number}> = [];
	for (let second = 0; second < minutes * 60; second++) {
		const change = changes.find(({at}) => at === second);
		if (change) {
			for (const simulated of [ours, knower]) simulated.change(change.to);
			fixed.slots = change.slots;
		}
		for (const simulated of [ours, knower]) simulated.runFor(1);
		wanted.push(ours.finder.slots);
		tokens.push({ours: ours.tokens, knower: knower.tokens});
	}
	return {
		wanted,
		shareBetween(from: number, to: number): number {
			const [start, end] = [tokens[from], tokens[to - 1]] as [(typeof tokens)[0], (typeof tokens)[0]];
			return (end.ours - start.ours) / (end.knower - start.knower);
		},
	};
}

const busy = (server: SlotServer, share: number): Partial<SlotServer> => ({
	rateAt: written => server.rateAt(written) * share,
	promptMs: server.promptMs / share,
});

const steady = [gpu(1), gpu(2), gpu(4), gpu(8), gpu(16), cpu(1), cpu(2), cpu(4)];

test.each(steady.flatMap(server => [server, {...server, noise: 0.3}]))(
	'over ten minutes it decodes 97 % of what one that knows the slots does: $slots slots, noise $noise, prompts $promptMs ms',
	server => {
		expect(runBesideKnower(server).shareBetween(0, 600)).toBeGreaterThan(0.97);
	},
);

test.each([
	['half as fast', gpu(4), 0.5],
	['a third', gpu(8), 0.3],
	['a twentieth', gpu(4), 0.05],
	['half, on two cores', cpu(4), 0.5],
	['a twentieth, on two cores', cpu(4), 0.05],
] as const)("a minute in which the machine is busy is the machine's: %s", (_, server, share) => {
	const {slots} = server;
	const beside = runBesideKnower(server, [
		{at: 200, to: busy(server, share), slots},
		{at: 260, to: server, slots},
	]);
	expect(Math.min(...beside.wanted.slice(200, 220))).toBeGreaterThanOrEqual(slots);
	expect(beside.shareBetween(260, 320)).toBeGreaterThan(0.85);
	expect(beside.shareBetween(320, 600)).toBeGreaterThan(0.97);
});

test.each([
	['nothing strays', 0],
	['30 % to and fro', 0.3],
])('more and fewer slots are found within a minute: %s', (_, noise) => {
	for (const [before, after] of [
		[2, 8],
		[4, 16],
		[8, 2],
		[16, 4],
	] as const) {
		const change = {at: 200, to: {slots: after}, slots: after};
		const beside = runBesideKnower({...gpu(before), noise}, [change]);
		for (const slots of beside.wanted.slice(260)) expect(Math.abs(slots - after)).toBeLessThanOrEqual(1);
		expect(beside.shareBetween(260, 600)).toBeGreaterThan(0.97);
	}
});

test('where the server has one slot left of four, hardly any wait after half a minute', () => {
	const beside = runBesideKnower(cpu(4), [{at: 200, to: {slots: 1}, slots: 1}]);
	expect(Math.max(...beside.wanted.slice(230))).toBeLessThanOrEqual(2);
});

test('few at once at the end of a run are not taken for a server with few slots', () => {
	const finder = createSlotFinder(8);
	const simulated = simulateSlots(gpu(8), finder);
	simulated.runFor(60);
	const {slots} = finder;
	finder.forget();
	for (let call = 1_000; call < 1_040; call++) {
		const at = simulated.now + (call - 1_000) * 1_000;
		finder.sent(call, at);
		for (let token = 1; token < 40; token++) finder.token(call, at + token * 20);
		finder.ended(call, at + 900);
	}
	expect(finder.slots).toBeGreaterThanOrEqual(slots - 1);
});
