import {
	createVarietyMeter,
	type ToldScene,
	varietyWindow,
	type WornThing,
} from '../domain/quality/variety-meter.js';
import type {RunFact} from './events.js';

/** Looks after the variety of a run: says when it falls, and what the next prompts are to leave out. */
export type VarietyWatch = {
	/** Called with every accepted scene. */
	note(scene: ToldScene): void;
	/** What this prose says that was said often enough lately; see `VarietyMeter`. */
	findOverused(scene: Pick<ToldScene, 'prose' | 'name'>): string | undefined;
	/** What is worn out, the most frequent first. */
	readonly worn: readonly WornThing[];
};

const scenesBetweenLooks = 10;

/** `earlier`: what the run held when it was opened, oldest first; only the latest of it matters. */
export function createVarietyWatch(parts: {
	earlier: readonly ToldScene[];
	emit: (fact: RunFact) => void;
}): VarietyWatch {
	const meter = createVarietyMeter();
	for (const scene of parts.earlier.slice(-varietyWindow)) meter.add(scene);
	let worn = meter.findWorn();
	let sinceLook = 0;

	function look(): void {
		const before = new Set(worn.map(({kind, what}) => `${kind} ${what}`));
		const now = meter.findWorn();
		const isNew = now.some(({kind, what}) => !before.has(`${kind} ${what}`));
		if (isNew) parts.emit({type: 'variety-fell', worn: now});
		if (now.length === 0 && worn.length > 0) parts.emit({type: 'variety-recovered'});
		worn = now;
	}

	return {
		note(scene) {
			meter.add(scene);
			if (++sinceLook < scenesBetweenLooks) return;
			sinceLook = 0;
			look();
		},
		findOverused: meter.findOverused,
		get worn() {
			return worn;
		},
	};
}
