import type {ReplyPart} from '../reply-reader.js';

/** From callbacks to an iterator. Ends with the part that is `done`, with a failure, or empty once the signal aborts. */
export type PartQueue = {
	push(part: ReplyPart): void;
	fail(error: unknown): void;
	readonly parts: AsyncGenerator<ReplyPart>;
};

export function createPartQueue(signal: AbortSignal): PartQueue {
	const arrived: ReplyPart[] = [];
	let failure: {error: unknown} | undefined;
	let wake = () => {};
	signal.addEventListener('abort', () => wake(), {once: true});

	async function* readParts(): AsyncGenerator<ReplyPart> {
		while (!signal.aborted) {
			for (let part = arrived.shift(); part; part = arrived.shift()) {
				yield part;
				if (part.done) return;
			}
			if (failure) throw failure.error;
			await new Promise<void>(resolve => {
				wake = resolve;
				if (signal.aborted || arrived.length > 0 || failure) resolve();
			});
		}
	}

	return {
		push(part) {
			arrived.push(part);
			wake();
		},
		fail(error) {
			failure ??= {error};
			wake();
		},
		parts: readParts(),
	};
}
