import type {Interaction} from '../../source/domain/interaction.js';
import {applyReview} from '../../source/domain/review.js';
import {toldSceneOf} from '../../source/domain/told-scene.js';
import {StoreError} from '../../source/pipeline/errors.js';
import type {Attempt, Checkpoint, Decision, RunHistory, RunStore} from '../../source/pipeline/ports.js';

export type MemoryStore = RunStore & {
	readonly interactions: Interaction[];
	readonly attempts: Attempt[];
	readonly checkpoints: Checkpoint[];
	readonly decisions: Decision[];
	/** Every write in its order: `interaction ID`, `checkpoint 3`, `attempt 3`, `decision reject ID`. */
	readonly log: string[];
	/** Refuses this many writes from now on. */
	refuse(count: number): void;
	/** Holds every write back until the promise resolves. */
	hold(until: Promise<void>): void;
	/** Throws this from the next write on interactions, which no store should. */
	breakWith(error: Error): void;
};

/** A run on no disk: keeps what it is given, and fails when told to. */
export function createMemoryStore(history: Partial<RunHistory> = {}): MemoryStore {
	const log: string[] = [];
	const interactions: Interaction[] = [];
	const attempts: Attempt[] = [];
	const checkpoints: Checkpoint[] = [];
	const decisions: Decision[] = [];
	let refusals = 0;
	let held: Promise<void> = Promise.resolve();
	let broken: Error | undefined;

	async function write(what: string, keep: () => void): Promise<void> {
		await held;
		if (refusals > 0) {
			refusals--;
			throw new StoreError('no space left on device');
		}
		if (broken) throw broken;
		keep();
		log.push(what);
	}

	return {
		runId: 'test-run',
		log,
		interactions,
		attempts,
		checkpoints,
		decisions,
		history: {summaries: [], checkpoints: new Map(), attemptCounts: new Map(), ...history},
		refuse(count) {
			refusals = count;
		},
		hold(until) {
			held = until;
		},
		breakWith(error) {
			broken = error;
		},
		appendInteraction: interaction =>
			write(`interaction ${interaction.training_metadata.id}`, () => interactions.push(interaction)),
		appendCheckpoint: checkpoint =>
			write(`checkpoint ${checkpoint.planIndex}`, () => checkpoints.push(structuredClone(checkpoint))),
		appendAttempt: attempt => write(`attempt ${attempt.plan_index}`, () => attempts.push(attempt)),
		appendDecision: decision =>
			write(`decision ${decision.decision} ${decision.id}`, () => {
				decisions.push(decision);
				if (decision.decision !== 'edit') return;
				const at = interactions.findIndex(each => each.training_metadata.id === decision.id);
				interactions[at] = applyReview(interactions[at] as Interaction, {edit: decision});
			}),
		async readInteraction(id) {
			const found = interactions.find(each => each.training_metadata.id === id);
			if (!found) throw new StoreError(`there is no interaction ${id}`);
			return found;
		},
		async *countedInteractions() {
			yield* interactions;
		},
		async *countedProse() {
			for (const each of interactions) {
				yield {id: each.training_metadata.id, ...toldSceneOf(each)};
			}
		},
		async setState() {},
		async close() {},
	};
}
