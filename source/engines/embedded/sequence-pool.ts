import {AbortedError} from '../../pipeline/errors.js';
import type {LlamaSequence} from './llama-module.js';

/** The sequences of a context, lent one at a time; who finds none waits in line. */
export type SequencePool = {
	lend<Value>(signal: AbortSignal, use: (sequence: LlamaSequence) => Promise<Value>): Promise<Value>;
	/** Resolves when every sequence is back. */
	settled(): Promise<void>;
};

export function createSequencePool(sequences: LlamaSequence[]): SequencePool {
	// The one used last first: its prompt is the likeliest to begin like the next.
	const free = [...sequences];
	const waiting: Array<(sequence: LlamaSequence) => void> = [];
	const uses = new Set<Promise<unknown>>();

	function take(signal: AbortSignal): Promise<LlamaSequence> {
		const sequence = free.pop();
		if (sequence) return Promise.resolve(sequence);
		return new Promise((resolve, reject) => {
			const serve = (given: LlamaSequence) => {
				signal.removeEventListener('abort', leave);
				resolve(given);
			};
			const leave = () => {
				waiting.splice(waiting.indexOf(serve), 1);
				reject(new AbortedError('The request was called off.'));
			};
			waiting.push(serve);
			signal.addEventListener('abort', leave, {once: true});
		});
	}

	function giveBack(sequence: LlamaSequence): void {
		const next = waiting.shift();
		if (next) next(sequence);
		else free.push(sequence);
	}

	return {
		async lend(signal, use) {
			if (signal.aborted) throw new AbortedError('The request was called off.');
			const sequence = await take(signal);
			const using = use(sequence).finally(() => {
				uses.delete(using);
				giveBack(sequence);
			});
			uses.add(using);
			return using;
		},
		async settled() {
			await Promise.allSettled(uses);
		},
	};
}
