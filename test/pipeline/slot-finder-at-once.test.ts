import {expect, test} from 'vitest';
import {createFixedSlots, gpu, type SlotServer, simulateSlots} from '../helpers/slot-server.js';

/** Replies of about three seconds, however many are written. */
const threeSeconds = (slots: number): SlotServer => ({
	slots,
	rateAt: written => 40 * written,
	promptMs: 200,
	tokens: () => 112,
});

const servers = [threeSeconds(1), threeSeconds(4), threeSeconds(16), threeSeconds(100), gpu(4), gpu(16)];
const ways = servers.flatMap(server =>
	(['at once', 'whole'] as const).flatMap(replies =>
		[0, 0.3].map(noise => ({...server, replies, noise, takes: server.tokens ? '3 s' : 'some seconds'})),
	),
);

test.each(ways)(
	'replies that nobody sees before they are done are found by the rate: $slots slots, $takes, $replies, noise $noise',
	server => {
		const simulated = simulateSlots({...server});
		const knower = simulateSlots({...server}, createFixedSlots(server.slots));
		for (const each of [simulated, knower]) each.runFor(600);
		expect(simulated.replies / knower.replies).toBeGreaterThan(0.93);
		expect(simulated.finder.slots).toBeLessThanOrEqual(Math.max(10, server.slots * 1.7));
	},
);

test('long replies that come at once are found within four minutes', () => {
	const simulated = simulateSlots({
		...threeSeconds(16),
		tokens: call => 400 + ((call * 37) % 400),
		replies: 'whole',
	});
	simulated.runFor(240);
	expect(simulated.finder.slots).toBeGreaterThanOrEqual(16);
});
