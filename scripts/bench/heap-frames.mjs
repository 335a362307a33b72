// Draws frames of text that never repeats, with time fast-forwarded, and prints what the heap has grown by: JSON on
// stdout. Runs as a process of its own, under --expose-gc.
import {PassThrough} from 'node:stream';
import {installFastClock} from './fast-clock.mjs';

const frames = Number(process.argv[2]);
const workers = 8;
const frameMs = 100;
const clock = installFastClock();
const {startScreen} = await import('../../dist/ui/start-screen.js');
const {createProgress} = await import('../../dist/pipeline/progress.js');
const {applyEvent} = await import('../../dist/pipeline/apply-event.js');
const {cellAt} = await import('../../dist/domain/plan-order.js');
const {cellNumber} = await import('../../dist/domain/parameter-space.js');

let painted = 0;
let bytes = 0;
const stdout = Object.assign(new PassThrough(), {isTTY: true, columns: 120, rows: 40});
stdout.on('data', chunk => {
	painted++;
	bytes += chunk.length;
});
const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
const controls = createControls();
const screen = startScreen({launcher: createLauncher(), stdin, stdout, env: {}});
await clock.pass(1_000, frameMs);
startSlots();

const warmUp = Math.floor(frames / 4);
await draw(warmUp);
const cpuBefore = process.cpuUsage();
const samples = [];
const stretches = 20;
for (let stretch = 0; stretch <= stretches; stretch++) {
	samples.push({frame: (stretch * frames) / stretches, heap: measureHeap()});
	if (stretch < stretches) await draw(Math.floor(frames / stretches));
}
screen.leave();
const {user, system} = process.cpuUsage(cpuBefore);
const report = {
	growthBytes: slopeOf(samples) * frames,
	/** The collections that were asked for are in it: only good for comparing. */
	cpuMsOfFrame: (user + system) / 1_000 / frames,
	heap: samples.map(({heap}) => heap),
	painted,
	bytes,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);

function createControls() {
	const cells = Array.from({length: 2_000}, (_, index) => cellAt('balanced', index));
	const progress = createProgress({cells, summaries: [], failures: new Map(), parallel: workers});
	const listeners = new Set();
	return {
		progress,
		emit(fact) {
			const event = {...fact, at: Date.now()};
			applyEvent(progress, event);
			for (const listener of listeners) listener(event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

function createLauncher() {
	const facts = {runId: 'bench', engine: 'bench', model: 'bench', host: 'here', seed: 7, order: 'balanced'};
	return {
		version: '0',
		engine: 'bench',
		model: 'bench',
		hosts: [],
		engines: ['bench'],
		initialChoice: {kind: 'new', count: 2_000, engine: 'bench', model: 'bench'},
		settings: {values: {theme: 'dark', notify: false, parallel: workers, host: []}, save() {}},
		inspectEngine: async () => ({status: 'checking'}),
		earlierRuns: async () => ({unfinished: [], hasFinished: false}),
		estimateMs() {},
		start: async () => ({controls, facts: {...facts, outputFolder: 'out'}}),
	};
}

function startSlots() {
	controls.emit({type: 'run-started', requested: 2_000, parallel: workers});
	for (let worker = 0; worker < workers; worker++) {
		const planIndex = worker;
		const cell = cellNumber(cellAt('balanced', planIndex));
		controls.emit({type: 'slot-started', worker, planIndex, cell, name: `Worker ${worker}`});
	}
}

async function draw(count) {
	for (let frame = 0; frame < count; frame++) {
		for (let worker = 0; worker < workers; worker++) write(worker);
		await clock.pass(frameMs, frameMs / 2);
	}
}

/** Words that have never been: letters beyond ASCII too, whose widths are measured and kept. */
function write(worker) {
	const number = Math.floor(Math.random() * 2 ** 40);
	if (number % 80 === 0) {
		controls.emit({type: 'step-started', worker, planIndex: worker, step: 'dialogue', attempt: 1, try: 1});
	}
	const piece = ` “${number.toString(36)}” é${(number * 7).toString(36)},`;
	controls.emit({type: 'text-written', worker, planIndex: worker, step: 'dialogue', piece});
}

function measureHeap() {
	globalThis.gc();
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}

/** Least squares, in bytes a frame. */
function slopeOf(points) {
	const meanFrame = points.reduce((sum, {frame}) => sum + frame, 0) / points.length;
	const meanHeap = points.reduce((sum, {heap}) => sum + heap, 0) / points.length;
	const rise = points.reduce((sum, {frame, heap}) => sum + (frame - meanFrame) * (heap - meanHeap), 0);
	return rise / points.reduce((sum, {frame}) => sum + (frame - meanFrame) ** 2, 0);
}
