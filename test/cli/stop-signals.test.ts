import {expect, test, vi} from 'vitest';
import {listenForStopSignals, type StopSignal} from '../../source/cli/stop-signals.js';

const names: StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function countListeners(): number[] {
	return names.map(name => process.listenerCount(name));
}

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('the first signal is told, with its exit code: %s', async (name, code) => {
	const signals = listenForStopSignals();
	expect(signals.code).toBeUndefined();
	process.emit(name);
	process.emit('SIGTERM');
	expect(await signals.first).toBe(name);
	expect(signals.code).toBe(code);
	signals.end();
});

test('a second Ctrl+C ends the program at once', () => {
	const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
	const signals = listenForStopSignals();
	process.emit('SIGINT');
	expect(exit).not.toHaveBeenCalled();
	process.emit('SIGINT');
	expect(exit).toHaveBeenCalledWith(130);
	signals.end();
	exit.mockRestore();
});

test('no listener is left behind', () => {
	const before = countListeners();
	for (let turn = 0; turn < 20; turn++) listenForStopSignals().end();
	expect(countListeners()).toEqual(before);
});
