import {AbortedError} from '../../pipeline/errors.js';
import type {GenerationRequest, Reply} from '../../pipeline/ports.js';

type StreamSubject = Pick<GenerationRequest, 'signal' | 'onText'> & {
	text: string;
	pieceDelayMs: number;
};

type StreamedText = Pick<Reply, 'text' | 'finish'> & {
	pieces: number;
	/** On the clock of `performance.now()`. */
	firstPieceAt: number;
};

/** Hands out `text` in pieces of one to three words, until it ends, `onText` has enough or `signal` aborts. */
export async function streamText({text, pieceDelayMs, signal, onText}: StreamSubject): Promise<StreamedText> {
	let written = '';
	let pieces = 0;
	// Even an instant engine lets keys, signals and frames in between two replies.
	await pause(0, signal);
	const firstPieceAt = performance.now();
	for (const [piece] of text.matchAll(/\s*\S+(?:\s+\S+){0,2}/gu)) {
		if (pieces > 0 && pieceDelayMs > 0) await pause(pieceDelayMs, signal);
		if (signal.aborted) throw calledOff(signal);
		written += piece;
		pieces++;
		if (onText?.(piece) === 'enough') return {text: written, finish: 'enough', pieces, firstPieceAt};
	}
	return {text: written, finish: 'stop', pieces, firstPieceAt};
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal.aborted) {
			reject(calledOff(signal));
			return;
		}
		const abort = () => {
			stop();
			reject(calledOff(signal));
		};
		const stop = startTimer(durationMs, () => {
			signal.removeEventListener('abort', abort);
			resolve();
		});
		signal.addEventListener('abort', abort, {once: true});
	});
}

/** Returns what stops it. A timer of 0 ms takes 1 ms; an immediate takes none. */
function startTimer(durationMs: number, done: () => void): () => void {
	if (durationMs === 0) {
		const immediate = setImmediate(done);
		return () => clearImmediate(immediate);
	}
	const timer = setTimeout(done, durationMs);
	return () => clearTimeout(timer);
}

function calledOff(signal: AbortSignal): AbortedError {
	return new AbortedError('the request was called off', {cause: signal.reason});
}
