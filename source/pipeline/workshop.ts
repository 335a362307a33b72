import type {Draw} from '../domain/draw.js';
import type {StepReport} from '../domain/interaction.js';
import type {NearCopyIndex} from '../domain/quality/find-near-copy.js';
import type {Step, StepOutputs} from '../domain/step-outputs.js';
import type {CallRegistry} from './call-registry.js';
import type {EngineWatch} from './engine-watch.js';
import type {RunFact} from './events.js';
import type {PauseGate} from './pause-gate.js';
import type {Clock, Engine, RunStore, Sampling} from './ports.js';
import type {PromptBook} from './prompt-book.js';
import type {PromptForms} from './prompt-forms.js';
import type {RetryPolicy} from './retry-policy.js';
import type {SlotFamily} from './scene-families.js';
import type {VarietyWatch} from './variety-watch.js';

/** What all workers of a run share. */
export type Workshop = {
	engine: Engine;
	/** Digest of the model as the engine names it; stands in every record. */
	modelDigest: string;
	store: RunStore;
	policy: RetryPolicy;
	clock: Clock;
	runSeed: number;
	/** Dialogues a scene gets. */
	variations: number;
	/** Failed attempts of earlier sessions: one that failed then must not be asked for with the same seeds again. */
	earlierAttempts: number;
	appVersion: string;
	contextTokens: number;
	/** Aborts when the run stops; nothing new is begun after it. */
	stopSignal: AbortSignal;
	gate: PauseGate;
	calls: CallRegistry;
	engineWatch: EngineWatch;
	/** With text, in this session: then its server takes our key. */
	hasAnswered: boolean;
	nearCopies: NearCopyIndex;
	promptForms: PromptForms;
	/** Fewer at once were found to be enough: this worker is to give its interaction back when a step is done. */
	isSurplus: (worker: number) => boolean;
	variety: VarietyWatch;
	emit: (fact: RunFact) => void;
};

/** One interaction under way. */
export type Slot = {
	worker: number;
	planIndex: number;
	id: string;
	draw: Draw;
	/** The prompts it was begun with; it keeps them to its end. */
	book: PromptBook;
	/** The other dialogues of its scene. */
	family: SlotFamily;
	/** Records this plan index had before; a refill samples with other seeds. */
	generation: number;
	/** From 1. */
	try: number;
	/** Engine calls so far, for the sampling seed. */
	calls: number;
	/** By `Clock.awake`. */
	startedAt: number;
	outputs: StepOutputs;
	reports: Map<Step, StepReport>;
	/** Seed and sampling of the last call. */
	seed: number;
	sampling: Sampling | undefined;
	/** True once this slot was taken back by the user. */
	isCancelled: boolean;
};
