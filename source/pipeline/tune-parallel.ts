import type {RunEvent} from './events.js';
import type {Progress} from './progress.js';
import {createSlotFinder, type SlotFinder} from './slot-finder.js';

export type Tunable = {
	progress: Pick<Progress, 'parallel'>;
	subscribe(listener: (event: RunEvent) => void): () => void;
	/** `isTrial`: taken back in a moment, or just taken back. */
	setParallel(parallel: number, isTrial: boolean): void;
};

/** Keeps as many interactions under way as the engine rewards; see `createSlotFinder`. Returns what ends it. */
export function tuneParallel(controls: Tunable): () => void {
	const finder = createSlotFinder(controls.progress.parallel);
	let settled = finder.slots;
	return controls.subscribe(event => {
		watch(finder, event);
		if (finder.slots === controls.progress.parallel) return;
		const isTrial = finder.isTrial || finder.slots === settled;
		if (!finder.isTrial) settled = finder.slots;
		controls.setParallel(finder.slots, isTrial);
	});
}

function watch(finder: SlotFinder, event: RunEvent): void {
	switch (event.type) {
		case 'step-started':
			finder.sent(event.worker, event.at);
			break;
		case 'text-written':
			finder.token(event.worker, event.at);
			break;
		case 'call-finished':
			if (event.isRefused) finder.refused(event.worker, event.at);
			finder.ended(event.worker, event.at);
			break;
		case 'slot-returned':
			finder.ended(event.worker, event.at);
			break;
		case 'run-started':
		case 'paused':
		case 'engine-lost':
		case 'store-blocked':
		case 'time-skipped':
			finder.forget();
			break;
	}
}
