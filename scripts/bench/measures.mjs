import {setTimeout as sleep} from 'node:timers/promises';
import {openProgram} from './open-program.mjs';

const workers = 8;
const run = ['--engine', 'rehearsal', '--count', '2000', '--seed', '7', '--parallel', String(workers)];
/** 160 pieces of one to three words a second over 8 workers: about what 8 streams of a small model give. */
const streamingDelayMs = 50;
/** One piece, then nothing for longer than is measured: the screen runs at 4 Hz. */
const silentDelayMs = 120_000;

/** From process start until the first frame stands on the screen, in ms: the median of several starts. */
export async function measureFirstPaint(starts) {
	const times = [];
	for (let start = 0; start < starts; start++) {
		const program = openProgram({given: [], delayMs: 0});
		await program.waitFor('fills a training set');
		times.push(performance.now() - program.startedAt);
		await program.close();
	}
	return percentile(times, 0.5);
}

/** Per cent of a core and bytes a second of the screen while nothing is written, running and paused. */
export async function measureQuiet(look, warmUpFrames) {
	const program = openProgram({given: run, delayMs: silentDelayMs});
	await program.waitFor(`${workers} running`);
	await warmUp(program, warmUpFrames);
	// The streams' last words count as streaming for a second.
	await sleep(1_500);
	const running = await observe(program, look);
	program.press('P');
	await program.waitFor('PAUSED');
	await sleep(1_500);
	const paused = await observe(program, look);
	await program.close();
	return {running, paused};
}

/** What runs for hours is compiled; at 4 frames a second that would take minutes. Each of these keys draws a frame. */
async function warmUp(program, frames) {
	for (let frame = 0; frame < frames; frame++) {
		program.press('o');
		await sleep(20);
	}
}

/** The same while 8 workers write, and how long a key takes to change the screen then: all times in ms. */
export async function measureStreaming(look, presses) {
	const program = openProgram({given: run, delayMs: streamingDelayMs});
	await program.waitFor(/[4-9] of 2,000|[1-9]\d of 2,000/);
	const streaming = await observe(program, look);
	const keyMs = await measureKeys(program, presses);
	await program.close();
	return {streaming, keyMs};
}

/** What engine, pipeline and journal take without a screen. */
async function measurePlain(delayMs, look) {
	const program = openProgram({given: [...run, '--plain'], delayMs});
	await program.waitFor('started');
	await sleep(2_500);
	const plain = await observe(program, look);
	await program.close();
	return plain;
}

export const measureSilentPlain = look => measurePlain(silentDelayMs, look);
export const measureStreamingPlain = look => measurePlain(streamingDelayMs, look);

/** Medians over several windows: one garbage collection or one busy neighbour does not count. */
async function observe(program, {windows, windowMs}) {
	const seen = [];
	for (let window = 0; window < windows; window++) seen.push(await observeOnce(program, windowMs));
	const median = name =>
		percentile(
			seen.map(each => each[name]),
			0.5,
		);
	return {cpu: median('cpu'), bytes: median('bytes')};
}

async function observeOnce(program, windowMs) {
	const before = program.cost();
	await sleep(windowMs);
	const after = program.cost();
	const seconds = (after.at - before.at) / 1_000;
	return {
		cpu: (after.cpuMs - before.cpuMs) / 10 / seconds,
		bytes: (after.bytes - before.bytes) / seconds,
	};
}

/** The selected line holds its interaction whatever is accepted meanwhile: only a key changes what it says. */
async function measureKeys(program, presses) {
	program.press('jjj');
	await program.waitFor(/▸ .* [\s\S]*/);
	await sleep(500);
	const times = [];
	for (let press = 0; press < presses; press++) {
		await sleep(30 + Math.random() * 170);
		const before = selectedLine(program.screen().join('\n'));
		const pressedAt = performance.now();
		program.press(press % 2 === 0 ? 'j' : 'k');
		await program.waitFor(text => selectedLine(text) !== before);
		times.push(performance.now() - pressedAt);
	}
	return percentile(times, 0.95);
}

function selectedLine(text) {
	return /▸ [^┃]*/.exec(text)?.[0].trimEnd();
}

function percentile(values, share) {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
