/**
 * Time that passes only when told to: replaces the clocks and timers of the whole process. Must be installed before what
 * it is to speed up is imported.
 */
export function installFastClock() {
	const realImmediate = setImmediate;
	let now = 1_000_000_000_000;
	let lastTimer = 0;
	const timers = new Map();
	const add = (act, delayMs, everyMs, parameters) => {
		lastTimer++;
		const timer = {
			id: lastTimer,
			dueAt: now + Math.max(1, delayMs || 0),
			everyMs,
			run: () => act(...parameters),
		};
		timers.set(timer.id, timer);
		const handle = {id: timer.id, ref: () => handle, unref: () => handle, hasRef: () => true};
		return Object.assign(handle, {[Symbol.toPrimitive]: () => timer.id});
	};
	const remove = handle => timers.delete(handle?.id ?? handle);
	Date.now = () => now;
	performance.now = () => now - 1_000_000_000_000;
	globalThis.setTimeout = (act, delayMs, ...parameters) => add(act, delayMs, undefined, parameters);
	globalThis.setInterval = (act, everyMs, ...parameters) =>
		add(act, everyMs, Math.max(1, everyMs), parameters);
	globalThis.clearTimeout = remove;
	globalThis.clearInterval = remove;

	function runDue() {
		for (const timer of [...timers.values()].sort((one, other) => one.dueAt - other.dueAt)) {
			if (timer.dueAt > now || !timers.has(timer.id)) continue;
			if (timer.everyMs) timer.dueAt = now + timer.everyMs;
			else timers.delete(timer.id);
			timer.run();
		}
	}

	return {
		/** Lets time pass in small steps; what was set off by a timer is done before the next one. */
		async pass(durationMs, stepMs) {
			for (let passed = 0; passed < durationMs; passed += stepMs) {
				now += stepMs;
				runDue();
				await new Promise(resolve => realImmediate(resolve));
			}
		},
	};
}
