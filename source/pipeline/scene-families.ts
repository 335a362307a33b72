import type {Interaction} from '../domain/interaction.js';
import {jaccard, shingles} from '../domain/quality/shingles.js';
import type {StepOutputs, Tension} from '../domain/step-outputs.js';
import {familyOf, sceneOf} from '../domain/variation-family.js';
import {readOutputs} from './read-outputs.js';
import type {RunState} from './run-state.js';
import type {Slot} from './workshop.js';

/** What one dialogue of a scene has told so far. */
export type Telling = {planIndex: number; tension?: Tension | undefined; prose?: string | undefined};

/** The other dialogues of a slot's scene, as they are at the moment they are asked for. */
export type SlotFamily = {
	tellings(): Telling[];
	/** The plan index of a sibling that this prose is too much like, in words. */
	findTooClose(prose: string): number | undefined;
};

/** Steps 1 and 2, made once for all dialogues of a scene, and the prompts they were made from. */
export type SceneStart = {promptFingerprint: string | undefined; outputs: StepOutputs};

/**
 * Dialogues of one scene share steps 1 and 2: one slot makes them, the others begin behind them. What a family has is
 * found in the slots under way, in checkpoints and in records, so that a resumed run knows it without a file of its own.
 */
export type SceneFamilies = {
	/** False while another worker makes the steps that this plan index would share. */
	isFree(planIndex: number): boolean;
	/** Takes the scene for this plan index until it has its steps 1 and 2 or its slot has ended. */
	claim(planIndex: number): void;
	/** What the family has to begin with; undefined where nothing is made yet. */
	findStart(planIndex: number): Promise<SceneStart | undefined>;
	familyOf(planIndex: number): SlotFamily;
	/** Steps 1 and 2 are there, or will not be made by this slot: siblings may begin. */
	release(planIndex: number): void;
	/** Accepted: siblings under way are to differ from it. */
	keep(slot: Slot): void;
	/** The slot is over, however it ended. */
	leave(planIndex: number): void;
	/** Resolves at the next change that may let somebody begin. */
	changed(): Promise<void>;
	announceChange(): void;
};

/** Within a family two dialogues are near copies from this Jaccard similarity of their 3-word shingles on. */
export const siblingSimilarity = 0.35;

const alone: SlotFamily = {tellings: () => [], findTooClose: () => undefined};

/** `stateOf`: the run that the families are a part of. */
export function createSceneFamilies(stateOf: () => RunState, variations: number): SceneFamilies {
	const claimed = new Set<number>();
	const recorded = new Map<number, Telling & SceneStart>();
	let change = Promise.withResolvers<void>();
	const sceneAt = (planIndex: number) => sceneOf(planIndex, variations);
	const siblingsOf = (planIndex: number) =>
		familyOf(planIndex, variations).filter(other => other !== planIndex);

	function announceChange(): void {
		change.resolve();
		change = Promise.withResolvers();
	}

	function release(planIndex: number): void {
		if (claimed.delete(sceneAt(planIndex))) announceChange();
	}

	/** The latest first: siblings stand close together in the journal. */
	async function readRecords(planIndex: number): Promise<void> {
		const state = stateOf();
		const wanted = new Set(siblingsOf(planIndex).filter(other => state.generations.has(other)));
		const {summaries} = state.progress;
		for (let at = summaries.length - 1; at >= 0 && wanted.size > 0; at--) {
			const summary = summaries.at(at);
			if (summary?.status !== 'accepted' || !wanted.delete(summary.planIndex)) continue;
			recorded.set(summary.planIndex, toTelling(await state.workshop.store.readInteraction(summary.id)));
		}
	}

	function tellingOf(planIndex: number): (Telling & SceneStart) | undefined {
		const {slots, checkpoints} = stateOf();
		const slot = slots.get(planIndex)?.slot;
		if (slot) return describe(planIndex, {outputs: slot.outputs, promptFingerprint: slot.book.fingerprint});
		const known = recorded.get(planIndex);
		const checkpoint = checkpoints.get(planIndex);
		return known ?? (checkpoint && describe(planIndex, {promptFingerprint: undefined, ...checkpoint}));
	}

	function tellings(planIndex: number): Array<Telling & SceneStart> {
		return siblingsOf(planIndex).flatMap(other => tellingOf(other) ?? []);
	}

	return {
		isFree: planIndex => !claimed.has(sceneAt(planIndex)),
		claim(planIndex) {
			if (variations > 1) claimed.add(sceneAt(planIndex));
		},
		async findStart(planIndex) {
			if (variations === 1) return undefined;
			await readRecords(planIndex);
			const made = tellings(planIndex).find(({outputs}) => outputs.context !== undefined);
			if (!made) return undefined;
			const {primitives, context} = made.outputs;
			return {promptFingerprint: made.promptFingerprint, outputs: {primitives, context} as StepOutputs};
		},
		familyOf(planIndex) {
			if (variations === 1) return alone;
			return {
				tellings: () => tellings(planIndex).filter(({tension}) => tension !== undefined),
				findTooClose: prose => findTooClose(prose, tellings(planIndex)),
			};
		},
		release,
		keep({planIndex, outputs, book}) {
			if (variations === 1) return;
			recorded.set(planIndex, describe(planIndex, {outputs, promptFingerprint: book.fingerprint}));
		},
		leave(planIndex) {
			release(planIndex);
			const family = familyOf(planIndex, variations);
			if (family.some(other => stateOf().slots.has(other))) return;
			for (const other of family) recorded.delete(other);
		},
		changed: () => change.promise,
		announceChange,
	};
}

function describe(planIndex: number, {outputs, promptFingerprint}: SceneStart): Telling & SceneStart {
	const {tension, dialogue} = outputs;
	return {planIndex, tension, prose: dialogue?.prose, outputs, promptFingerprint};
}

function toTelling(interaction: Interaction): Telling & SceneStart {
	const {plan_index: planIndex, prompt_fingerprint: promptFingerprint} = interaction.training_metadata;
	return describe(planIndex, {outputs: readOutputs(interaction), promptFingerprint});
}

function findTooClose(prose: string, tellings: Telling[]): number | undefined {
	const mine = shingles(prose);
	const close = tellings.find(
		telling => telling.prose !== undefined && jaccard(mine, shingles(telling.prose)) >= siblingSimilarity,
	);
	return close?.planIndex;
}
