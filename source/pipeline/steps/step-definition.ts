import type {Draw} from '../../domain/draw.js';
import type {ModelStep, StepOutputs} from '../../domain/step-outputs.js';
import type {FailureClass} from '../failure.js';
import type {Reply, Sampling} from '../ports.js';

/** Where a step stands when its reply is checked. `isNearCopy` asks the whole run. */
export type StepSubject = {
	draw: Draw;
	outputs: StepOutputs;
	/** What the model was told, to see what it only repeats. */
	prompt: string;
	/** Six words on end that stand in the fixed text or the examples of the prompts. */
	findCopiedRun: (text: string) => string | undefined;
	/** Words that too many of the latest scenes have too, with NAME for the name of the NPC. */
	findOverused: (prose: string) => string | undefined;
	findNearCopy: (prose: string) => string | undefined;
};

/** `repair`: sent back with the reason; `go-on`: asked to go on from the prose that is good; `redo`: asked afresh. */
export type StepVerdict =
	| {ok: true; outputs: Partial<StepOutputs>}
	| {ok: false; failure: FailureClass; reason: string; next: 'repair' | 'redo'}
	| {ok: false; failure: FailureClass; reason: string; next: 'go-on'; from: string};

/** Watches a reply while it streams; `failure` is set when it ended the reply for its own reasons. */
export type StreamWatch = {
	push(piece: string): 'continue' | 'enough';
	readonly failure?: FailureClass;
};

/** One step that a model writes: what to ask for, how, and what makes a reply good. */
export type StepDefinition = {
	step: ModelStep;
	sampling: Sampling;
	/** Budget of the answer in tokens: from what the step needs, not from what a model could say. */
	maxTokens(draw: Draw): number;
	/** JSON schema of the reply; undefined for prose. */
	schema(draw: Draw): Record<string, unknown> | undefined;
	/** `before` is prose that stands already when a short reply is asked to go on. */
	watch(before: string): StreamWatch;
	check(reply: Pick<Reply, 'text' | 'finish'>, subject: StepSubject): StepVerdict;
};
