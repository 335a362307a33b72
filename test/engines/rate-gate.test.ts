import {expect, test} from 'vitest';
import {createRateGate} from '../../source/engines/rate-gate.js';
import {AbortedError, EngineError} from '../../source/pipeline/errors.js';
import {createManualClock} from '../helpers/manual-clock.js';
import {settle} from '../helpers/run-fixture.js';

/** Requests through one gate; each is answered by the test, or refused. */
function openGate() {
	const clock = createManualClock();
	const gate = createRateGate(clock);
	const sent: Array<{name: string; accept: () => void; refuse: (retryAfterMs?: number) => void}> = [];
	const ask = (name: string, signal = new AbortController().signal) => {
		const reply = gate.run({signal, seed: 1}, async accepted => {
			const {promise, resolve, reject} = Promise.withResolvers<string>();
			sent.push({
				name,
				accept() {
					accepted();
					resolve(name);
				},
				refuse: (retryAfterMs = 1_000) => reject(new EngineError('rate-limited', 'too many', {retryAfterMs})),
			});
			return promise;
		});
		return reply.catch((error: Error) => error);
	};
	return {clock, ask, sent, names: () => sent.map(({name}) => name), gate};
}

test('after a refusal the waiting ones go one by one, each when the one before was accepted', async () => {
	const {clock, ask, sent, names} = openGate();
	const refused = ask('a');
	await settle(1);
	sent[0]?.refuse();
	expect(await refused).toMatchObject({failure: 'rate-limited'});
	for (const name of ['b', 'c', 'd']) void ask(name);
	await clock.advance(999);
	expect(names()).toEqual(['a']);
	await clock.advance(400);
	expect(names()).toEqual(['a', 'b']);
	sent[1]?.accept();
	await settle();
	expect(names()).toEqual(['a', 'b', 'c']);
	sent[2]?.accept();
	await settle();
	expect(names()).toEqual(['a', 'b', 'c', 'd']);
	sent[3]?.accept();
	await settle();
	expect(clock.sleeping).toBe(0);
});

test('a clock that is set back holds nobody for longer', async () => {
	const {clock, ask, sent, names} = openGate();
	const refused = ask('a');
	await settle(1);
	sent[0]?.refuse();
	await refused;
	void ask('b');
	await clock.jump(-3_600_000);
	await clock.advance(1_300);
	expect(names()).toEqual(['a', 'b']);
});

test('one that is neither accepted nor refused holds the others up for two seconds', async () => {
	const {clock, ask, sent, names} = openGate();
	const refused = ask('a');
	await settle(1);
	sent[0]?.refuse();
	await refused;
	for (const name of ['b', 'c']) void ask(name);
	await clock.advance(1_300);
	expect(names()).toEqual(['a', 'b']);
	await clock.advance(2_000);
	expect(names()).toEqual(['a', 'b', 'c']);
});

test('with every acceptance a little more may be under way unanswered', async () => {
	const {clock, ask, sent} = openGate();
	const refused = ask('a');
	await settle(1);
	sent[0]?.refuse();
	await refused;
	for (let number = 0; number < 40; number++) void ask(String(number));
	await clock.advance(1_300);
	for (let number = 1; number <= 12; number++) {
		sent[number]?.accept();
		await settle(2);
	}
	expect(sent.length - 13).toBe(2);
});

test('a server that does not say how long is asked less and less often, up to every half minute', async () => {
	const {clock, ask, sent} = openGate();
	const gaps: number[] = [];
	for (let turn = 0; turn < 12; turn++) {
		const before = clock.now();
		const refused = ask('again');
		await settle(1);
		while (sent.length === turn) await clock.advance(50);
		gaps.push(clock.now() - before);
		sent[turn]?.refuse(0);
		await refused;
	}
	for (const [turn, gap] of gaps.slice(1).entries()) {
		const least = Math.min(30_000, 100 * 2 ** turn);
		expect(gap).toBeGreaterThanOrEqual(least);
		expect(gap).toBeLessThanOrEqual(least * 1.25 + 50);
	}
});

test('one that is called off while it waits leaves its place, and no timer stays behind', async () => {
	const {clock, ask, sent, names, gate} = openGate();
	gate.holdFor(5_000);
	const calling = new AbortController();
	const held = ask('a', calling.signal);
	await settle();
	expect(clock.sleeping).toBe(1);
	calling.abort();
	expect(await held).toBeInstanceOf(AbortedError);
	expect(clock.sleeping).toBe(0);
	void ask('b');
	await clock.advance(5_000);
	expect(names()).toEqual(['b']);
	sent[0]?.accept();
});
