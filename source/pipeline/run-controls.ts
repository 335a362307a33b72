import type {Interaction} from '../domain/interaction.js';
import type {Doubt} from '../domain/review.js';
import type {EventListener} from './events.js';
import type {Progress} from './progress.js';

/** What a display may ask of a run. Commands return at once unless they promise otherwise; facts follow as events. */
export interface RunControls {
	/** Finish the step under way in each worker and keep it; start nothing new. */
	pause(): void;
	/** Drop the step under way and unload the model, so that the GPU is free. */
	pauseNow(): void;
	resume(): void;
	/** Drop what is in flight (finished steps stay for resume) and end the run. Resolves when it has ended. */
	stop(): Promise<void>;
	/** Interactions under way at once, 1 or more; `auto`: as many as the engine rewards, from now on. */
	setParallel(parallel: number | 'auto'): void;
	/** The interaction no longer counts and its cell is filled again. Resolves when the decision is on disk. */
	reject(id: string): Promise<void>;
	/** Takes back one's own rejection; if the cell was refilled meanwhile, the refill becomes the spare. */
	takeBack(id: string): Promise<void>;
	/**
	 * Takes the prose of an accepted interaction as a person has changed it, if the hard rules let it pass; resolves
	 * with the reason where they do not, and with nothing once it is on disk.
	 */
	edit(id: string, prose: string): Promise<string | undefined>;
	/** Keeps a note with the record; an empty one takes it away. Resolves when it is on disk. */
	note(id: string, note: string): Promise<void>;
	/** A person has looked at it and found it good: it is not among the doubtful ones again. */
	keep(id: string): Promise<void>;
	/** What counts and is worth a look, the most doubtful first. Reads every record. */
	listDoubts(): Promise<Doubt[]>;
	/** Writes a PARTIAL batch now; resolves with its path, or with nothing while nothing is accepted. */
	exportNow(): Promise<string | undefined>;
	/** Makes new interactions from the prompts in `Progress.editedPrompts`. Resolves when that is on disk. */
	takePrompts(): Promise<void>;
	readInteraction(id: string): Promise<Interaction>;
	/** The live fold; mutated in place, see `Progress.version`. */
	readonly progress: Progress;
	subscribe(listener: EventListener): () => void;
}

/** What displays show of a run besides its progress. */
export type RunFacts = {
	runId: string;
	engine: string;
	model: string;
	host: string;
	seed: number;
	order: string;
	/** `3/8 of 2000`; absent for a whole plan. */
	shard?: string;
	outputFolder: string;
};
