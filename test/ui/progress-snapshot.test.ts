import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {previewWorker} from '../../source/ui/preview-text.js';
import {createSnapshotStore} from '../../source/ui/progress-snapshot.js';
import {createFakeControls, createSummary, type FakeControls} from '../helpers/fake-controls.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function openStore(change: {isSpoken?: boolean} = {}) {
	const controls = createFakeControls({now: Date.now});
	const store = createSnapshotStore({controls, now: Date.now, ...change});
	const drawn = vi.fn();
	store.subscribe(drawn);
	vi.advanceTimersByTime(0);
	return {controls, store, drawn};
}

function startSlot(controls: FakeControls, worker: number): void {
	const {cell, name} = createSummary(worker);
	controls.emit({type: 'slot-started', worker, planIndex: worker, cell, name});
	controls.emit({type: 'step-started', worker, planIndex: worker, step: 'dialogue', attempt: 1, try: 1});
}

function countFrames(drawn: ReturnType<typeof vi.fn>, durationMs: number): number {
	drawn.mockClear();
	vi.advanceTimersByTime(durationMs);
	return drawn.mock.calls.length;
}

test('a frame in 2 s while paused, 4 Hz while running', () => {
	const {controls, drawn} = openStore();
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	vi.advanceTimersByTime(1000);
	expect(countFrames(drawn, 10_000)).toBe(40);
	controls.emit({type: 'paused'});
	vi.advanceTimersByTime(1000);
	expect(countFrames(drawn, 10_000)).toBe(5);
});

test('10 Hz while text streams, however fast, and 4 Hz when it is not on the screen', () => {
	const {controls, store, drawn} = openStore();
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	startSlot(controls, 0);
	const stream = setInterval(() => {
		controls.emit({type: 'text-written', worker: 0, planIndex: 0, step: 'dialogue', piece: 'word '});
	}, 5);
	vi.advanceTimersByTime(1000);
	expect(countFrames(drawn, 10_000)).toBe(100);
	store.watchText(false);
	vi.advanceTimersByTime(1000);
	expect(countFrames(drawn, 10_000)).toBe(40);
	clearInterval(stream);
});

test('a fact shows within 100 ms also while idle', () => {
	const {controls, store} = openStore();
	vi.advanceTimersByTime(1500);
	controls.emit({type: 'pause-requested', mode: 'after-step'});
	vi.advanceTimersByTime(100);
	expect(store.current().status.status).toBe('pausing');
});

test('a clock that is set back freezes nothing', () => {
	const {controls, drawn} = openStore();
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	vi.advanceTimersByTime(1000);
	vi.setSystemTime(Date.now() - 600_000);
	controls.emit({type: 'pause-requested', mode: 'after-step'});
	expect(countFrames(drawn, 100)).toBe(1);
	expect(countFrames(drawn, 10_000)).toBe(40);
});

test('a screen reader is not talked over', () => {
	const {controls, drawn} = openStore({isSpoken: true});
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	expect(countFrames(drawn, 60_000)).toBe(6);
});

test('a closed store takes no more snapshots', () => {
	const {controls, store, drawn} = openStore();
	store.close();
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	expect(countFrames(drawn, 10_000)).toBe(0);
});

test('a snapshot does not change with the run', () => {
	const {controls, store} = openStore();
	controls.emit({type: 'run-started', requested: 200, parallel: 1});
	startSlot(controls, 0);
	store.refresh();
	const before = store.current();
	controls.emit({type: 'text-written', worker: 0, planIndex: 0, step: 'dialogue', piece: 'later'});
	expect(before.workers[0]?.text).toBe('');
	expect(before.cells).not.toBe(controls.progress.cells);
});

test('the preview stays with the dialogue begun last, takes the pinned one, and keeps the finished one', () => {
	const {controls, store} = openStore();
	controls.emit({type: 'run-started', requested: 200, parallel: 2});
	for (const worker of [0, 1]) {
		startSlot(controls, worker);
		vi.advanceTimersByTime(1000);
		controls.emit({
			type: 'text-written',
			worker,
			planIndex: worker,
			step: 'dialogue',
			piece: `text ${worker}`,
		});
	}
	controls.emit({type: 'text-written', worker: 0, planIndex: 0, step: 'dialogue', piece: ' more'});
	store.refresh();
	expect(previewWorker(store.current(), undefined)?.worker.worker).toBe(1);
	expect(previewWorker(store.current(), 0)?.worker.text).toBe('text 0 more');
	for (const worker of [0, 1]) {
		const rest = {worker, planIndex: worker, durationMs: 1};
		controls.emit({type: 'step-finished', step: 'dialogue', promptTokens: 1, outputTokens: 1, ...rest});
		controls.emit({type: 'interaction-accepted', summary: createSummary(worker), ...rest});
	}
	store.refresh();
	expect(previewWorker(store.current(), undefined)).toMatchObject({worker: {text: 'text 1'}, isLive: false});
});
