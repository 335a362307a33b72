import type {Draw} from '../domain/draw.js';
import type {Interaction, QualityReport} from '../domain/interaction.js';
import type {SummaryIndex, SummaryList} from '../domain/interaction-summary.js';
import type {NearCopyArchive} from '../domain/quality/near-copy-pages.js';
import type {ToldScene} from '../domain/quality/variety-meter.js';
import type {ModelStep, Step, StepOutputs} from '../domain/step-outputs.js';
import type {FailureClass} from './failure.js';

export type {InteractionSummary, SummaryIndex, SummaryList} from '../domain/interaction-summary.js';

export type Message = {role: 'system' | 'user' | 'assistant'; content: string};

export type Sampling = {
	temperature: number;
	topP: number;
	topK: number;
	repeatPenalty: number;
};

/** What a request is about, in data. Language models read the messages; `rehearsal` writes from this. */
export type Brief = {step: ModelStep; draw: Draw; outputs: StepOutputs};

/** A request for text that is no step of an interaction: what a blind reader asks. */
export type ReadingRequest = {
	messages: Message[];
	/** JSON schema of the reply; absent where prose is asked for. */
	schema?: Record<string, unknown>;
	sampling: Sampling;
	/** 0 to 2^31 - 1. */
	seed: number;
	/** Budget of the answer, in tokens. */
	maxTokens: number;
	/** Size of the context to ask for, in tokens: prompt and answer together. */
	contextTokens: number;
	signal: AbortSignal;
	/** Called with each piece of answer text as it arrives. `enough` ends the generation at once. */
	onText?: (piece: string) => 'continue' | 'enough';
	/**
	 * Called by an engine of several hosts with the one that the request goes to. A second time when it is moved to
	 * another: what was streamed until then is void.
	 */
	onHost?: (host: string) => void;
	/**
	 * Called with the wait of a request that is held back because the server takes none for now, and waits it out. It may
	 * be called off meanwhile by `signal`; nothing was sent yet.
	 */
	whileHeld?: (wait: () => Promise<void>) => Promise<void>;
};

export type GenerationRequest = ReadingRequest & {brief: Brief};

/** What one call cost. Token counts are the engine's own, or counted pieces where it was cut short and none were told by then. */
export type CallCost = {
	/** Of the whole prompt, those from a cache included. */
	promptTokens: number;
	/** Of them, those that were taken from a cache and not evaluated again; absent where the engine does not say. */
	cachedPromptTokens?: number | undefined;
	outputTokens: number;
};

/** Durations in milliseconds. */
export type Reply = CallCost & {
	text: string;
	/** `stop`: the model ended; `length`: it ran into `maxTokens`; `enough`: `onText` ended it. */
	finish: 'stop' | 'length' | 'enough';
	timeToFirstTokenMs: number;
	durationMs: number;
	/** The model thought before it answered; the thinking is not in `text`. */
	hasThought?: true;
	/** Which of several hosts it came from; absent where the engine has one. */
	host?: string;
};

export type ModelInfo = {name: string; sizeBytes: number; canChat: boolean};

export type EngineInspection = {
	engine: string;
	host: string;
	version: string;
	models: ModelInfo[];
	/** Absent when the model asked for is not there. */
	model?: {
		name: string;
		/** Of the weights where the engine tells one; else what it does tell of them, marked `unverified:`. */
		digest: string;
		canThink: boolean;
		contextTokens: number;
		/** The engine does not tell its context. */
		isContextAssumed?: boolean;
	};
	/** Of several hosts: what each has, or why it cannot be used. */
	hosts?: Array<{host: string; digest?: string; contextTokens?: number; problem?: string}>;
};

/** What happens to one of several hosts. `capacity-found`: how many at once all of them reward together. */
export type HostFact =
	| {type: 'host-lost'; host: string; reason: string}
	| {type: 'host-returned'; host: string; awayMs: number}
	| {type: 'capacity-found'; parallel: number; isTrial: boolean};

/** What an engine of several hosts offers besides. */
export interface EnginePool {
	readonly hosts: string[];
	/** How many at once all hosts together reward, as far as is known. */
	readonly parallel: number;
	/** A number for all hosts together, or as many as each rewards. */
	setParallel(parallel: number | 'auto'): void;
	/** Hosts that are lost already are announced at once. One listener; a later one takes its place. */
	connect(listener: (fact: HostFact) => void): void;
}

/**
 * A language model behind a server, or in the process.
 *
 * `generate` resolves with a complete reply or throws: `EngineError` with the failure class, or `AbortedError` once
 * `signal` has aborted. No other error leaves an engine. One that throws `rate-limited` holds what it is asked next back
 * until its server takes requests again.
 */
export interface Engine {
	readonly name: string;
	readonly host: string;
	readonly model: string;
	/** Only of an engine of several hosts. */
	readonly pool?: EnginePool;
	inspect(signal: AbortSignal): Promise<EngineInspection>;
	generate(request: GenerationRequest): Promise<Reply>;
	/** Loads the model as the first request would, with room for so many tokens; absent where a server does that. */
	load?(contextTokens: number): Promise<void>;
	/** Frees the memory the model holds (on a GPU: the GPU). */
	unload(): Promise<UnloadResult>;
	/** Absent where an engine cannot tell; undefined where the model is not loaded. */
	measureMemory?(signal: AbortSignal): Promise<ModelMemory | undefined>;
}

/** What a loaded model takes, context included, and how much of it is on a GPU. */
export type ModelMemory = {totalBytes: number; gpuBytes: number};

/** An engine that reads messages. `rehearsal` is none: it writes from the brief. */
export interface ReadingEngine extends Pick<Engine, 'name' | 'host' | 'model' | 'unload'> {
	generate(request: ReadingRequest): Promise<Reply>;
}

/** `kept`: the model stays where it is, as nothing can be asked of its server. `no-model`: there is none. */
export type UnloadResult = 'unloaded' | 'kept' | 'no-model';

/** Steps already paid for in a slot that is not finished; a resumed run goes on behind them. */
export type Checkpoint = {
	planIndex: number;
	/** Of the prompts that the slot was begun with; absent in older files. */
	promptFingerprint?: string | undefined;
	outputs: StepOutputs;
	reports: Array<{
		step: Step;
		attempts: number;
		durationMs: number;
		promptTokens: number;
		cachedPromptTokens?: number | undefined;
		outputTokens: number;
		/** Which of several hosts wrote it. */
		host?: string | undefined;
	}>;
};

/** One failed or rejected attempt, as it stands in `attempts.jsonl`. */
export type Attempt = {
	/** ISO 8601. */
	at: string;
	plan_index: number;
	/** Try of the slot, from 1. */
	try: number;
	step: Step;
	failure: FailureClass;
	/** One sentence a user understands. */
	reason: string;
	/** What the model or server said, as it said it. */
	raw: string;
	seed: number;
	model: string;
	host: string;
	/** What the call cost; absent in files of earlier versions. */
	prompt_tokens?: number;
	cached_prompt_tokens?: number;
	output_tokens?: number;
	duration_ms?: number;
};

/**
 * A user's decision about an accepted interaction, as it stands in `decisions.jsonl`. `replace`: the record `by`, which
 * is on disk already, counts in its place.
 `edit`: the prose of the last one counts, with what the rules said of it. `keep`:
 * looked at and found good.
 */
export type Decision = {at: string; id: string; plan_index: number} & (
	| {decision: 'reject' | 'take-back'}
	| {decision: 'replace'; by: string}
	| {decision: 'edit'; prose: string; quality: QualityReport}
	| {decision: 'note'; note: string}
	| {decision: 'keep'}
);

/**
 * Everything a run puts on disk. Every method resolves when the data is where it belongs:
 * `appendInteraction` and `appendDecision` after fsync, the others after the write. Throws `StoreError`.
 */
export interface RunStore {
	readonly runId: string;
	appendInteraction(interaction: Interaction): Promise<void>;
	appendCheckpoint(checkpoint: Checkpoint): Promise<void>;
	appendAttempt(attempt: Attempt): Promise<void>;
	appendDecision(decision: Decision): Promise<void>;
	/** One interaction by its id, from the journal. */
	readInteraction(id: string): Promise<Interaction>;
	/** Those that count, in plan order, read one by one. */
	countedInteractions(): AsyncIterable<Interaction>;
	/**
	 * The prose of every record in the journal that counts, in plan order, for the near-copy check and the variety of the
	 * run; `latest`: only of the last so many.
	 */
	countedProse(latest?: number): AsyncIterable<CountedProse>;
	/** What the near-copy check of a long run reads instead, which keeps little of it in memory; absent in a store without. */
	readonly nearCopies?: NearCopySource;
	/** What was on disk when the run was opened. */
	readonly history: RunHistory;
	/** Writes nothing where it is so already. */
	setState(state: 'running' | 'finished' | 'stopped'): Promise<void>;
	close(): Promise<void>;
}

export type CountedProse = {id: string} & ToldScene;

export type NearCopySource = NearCopyArchive & {
	/** The number of every record that counts and the sketch of its prose, each to be looked at before the next is asked for. */
	visitCounted(visit: (number: number, sketch: Uint32Array) => void): Promise<void>;
};

export type RunHistory = {
	/** In journal order, rejected and spare ones included. */
	summaries: SummaryList;
	/** Where the store keeps it: then `summaries` is the store's own list, and a `push` only says that one more of its records was announced. */
	summaryIndex?: SummaryIndex;
	/** Unfinished slots, by plan index. */
	checkpoints: Map<number, Checkpoint>;
	attemptCounts: Map<FailureClass, number>;
	/** By id, the prose of records that was edited, as it is now. */
	editedProse?: ReadonlyMap<string, string>;
	/** Ids that decisions name and no record has, since it was lost: never to be given again. */
	spentIds?: ReadonlySet<string>;
};

/** Times in ms. */
export interface Clock {
	/** Since the epoch. */
	now(): number;
	/**
	 * To tell how long something took: stands still while the machine sleeps or the process is stopped, and never goes back,
	 * though the time of day may.
	 */
	awake(): number;
	/**
	 * Told of each stretch that `awake` leaves out, before anything is measured over it; less than 0 where the time of day was
	 * set back. Returns what ends it.
	 */
	onSkip(listener: (skippedMs: number) => void): () => void;
	/** Ends early, without throwing, when the signal aborts. */
	sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}
