import {applyEvent} from './apply-event.js';
import type {EventListener, RunFact} from './events.js';
import type {Clock} from './ports.js';
import type {Progress} from './progress.js';

/** Folds each fact into the progress, then tells the displays. A display that throws must not harm the run. */
export type EventBus = {
	emit(fact: RunFact): void;
	subscribe(listener: EventListener): () => void;
};

export function createEventBus(progress: Progress, clock: Clock): EventBus {
	const listeners = new Set<EventListener>();
	return {
		emit(fact) {
			const event = {...fact, at: clock.now()};
			applyEvent(progress, event);
			for (const listener of listeners) tell(listener, event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};

	function tell(listener: EventListener, event: Parameters<EventListener>[0]): void {
		try {
			listener(event);
		} catch {
			listeners.delete(listener);
		}
	}
}
