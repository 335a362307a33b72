import type {WornThing} from '../domain/quality/variety-meter.js';
import type {ModelStep, Step} from '../domain/step-outputs.js';
import type {FailureClass} from './failure.js';
import type {CallCost, InteractionSummary} from './ports.js';

type OfSlot = {worker: number; planIndex: number};

/**
 * Facts about a run, in the past tense. Progress is a fold over them; displays only subscribe.
 *
 * Workers are numbered from 0; `attempt` counts the calls within a step and `try` the tries of a slot, both from 1.
 * `interaction-accepted` is announced only after its record is on disk.
 */
export type RunFact =
	| {type: 'run-started'; requested: number; parallel: number}
	| ({type: 'slot-started'; cell: number; name: string} & OfSlot)
	| ({type: 'step-started'; step: Step; attempt: number; try: number} & OfSlot)
	| ({type: 'text-written'; step: ModelStep; piece: string} & OfSlot)
	/**
	 * One engine call came back, with a good reply or a bad one. `firstTokenMs` is absent where no token came, `isComplete`
	 * where the engine did not get to the end of its reply; `isRefused`: the server takes no more for now.
	 */
	| ({
			type: 'call-finished';
			step: ModelStep;
			host: string;
			durationMs: number;
			firstTokenMs?: number | undefined;
			isComplete?: true;
			isRefused?: true;
	  } & CallCost &
			OfSlot)
	/** The server takes no more for now, and the call waits for its turn; it is sent, or was called off. */
	| ({type: 'call-held'} & OfSlot)
	| ({type: 'call-let-go'} & OfSlot)
	| ({
			type: 'step-finished';
			step: Step;
			durationMs: number;
			promptTokens: number;
			outputTokens: number;
	  } & OfSlot)
	| ({
			type: 'attempt-failed';
			step: Step;
			attempt: number;
			try: number;
			failure: FailureClass;
			reason: string;
	  } & OfSlot)
	| ({type: 'slot-retried'; step: Step; try: number} & OfSlot)
	| ({type: 'interaction-accepted'; summary: InteractionSummary; durationMs: number} & OfSlot)
	| ({type: 'interaction-failed'; step: Step; failure: FailureClass; reason: string} & OfSlot)
	/** Called off by a stop or a pause: the slot is queued again, its finished steps kept. */
	| ({type: 'slot-returned'} & OfSlot)
	/** Of several hosts: which one a call went to, and that it was taken to another, its text so far given up. */
	| ({type: 'call-sent'; step: ModelStep; host: string} & OfSlot)
	| ({type: 'call-moved'; step: ModelStep; from: string; to: string; lostTokens: number} & OfSlot)
	/** One of several hosts is left, its work done by the others, and probed; it is back. */
	| {type: 'host-lost'; host: string; reason: string}
	| {type: 'host-returned'; host: string; awayMs: number}
	/** Announced again where another reason is found while it is away. */
	| {type: 'engine-lost'; host: string; reason: string}
	| {type: 'engine-returned'; host: string; awayMs: number}
	| {type: 'store-blocked'; reason: string}
	| {type: 'store-freed'}
	/** The run is stopping and waits no longer for the disk; `record-unconfirmed`: what waited was an accepted record. */
	| {type: 'write-given-up'}
	| ({type: 'record-unconfirmed'} & OfSlot)
	| {type: 'pause-requested'; mode: 'after-step' | 'now'}
	| {type: 'paused'}
	/** After a pause now: its memory is free. */
	| {type: 'model-unloaded'}
	/** After a pause now: it is still where it was, or nobody can tell. */
	| {type: 'model-kept'; reason: string}
	| {type: 'resumed'}
	/** `isAuto`: from now on it is tuned to what the engine rewards; `isTrial`: one more or fewer is tried, or was. */
	| {type: 'parallel-changed'; parallel: number; isAuto?: boolean; isTrial?: boolean}
	/** The prompt files were edited; the run keeps its own until the offer is taken. `files`: what differs. */
	| {type: 'prompts-edited'; fingerprint: string; files: string[]}
	/** They are again as the run has them. */
	| {type: 'prompts-restored'}
	| {type: 'prompts-taken'; fingerprint: string}
	| {type: 'interaction-rejected'; id: string; planIndex: number}
	/** A blind reader read it and named both labels as meant, or not, or nothing usable. */
	| {type: 'interaction-judged'; id: string; planIndex: number; verdict: JudgeVerdict}
	/** Its prose was changed by hand: `summary` is the record as it counts now. */
	| {type: 'interaction-edited'; id: string; planIndex: number; summary: InteractionSummary}
	| {type: 'interaction-noted'; id: string; planIndex: number}
	/** Looked at by a person and found good. */
	| {type: 'interaction-kept'; id: string; planIndex: number}
	/** Made again from a step on: `summary` is the record that counts instead. */
	| {type: 'interaction-replaced'; id: string; planIndex: number; summary: InteractionSummary}
	/** It counts again; `spareId` is the refill that it replaces, `wasFailed` that the refill had failed. */
	| {
			type: 'rejection-taken-back';
			id: string;
			planIndex: number;
			spareId?: string;
			wasFailed?: boolean;
	  }
	/** The run was called off while the disk refused its batch, or how it ended; `unreadableId`: a record of the batch. */
	| {type: 'ending-refused'; part: 'batch' | 'state'; unreadableId?: string | undefined}
	| {type: 'batch-exported'; path: string; count: number; partial: boolean}
	/** What comes back too often in the latest scenes; the next prompts name it to the model. */
	| {type: 'variety-fell'; worn: WornThing[]}
	/** Nothing is worn out any more. */
	| {type: 'variety-recovered'}
	| {type: 'notice-given'; message: string}
	/** The machine slept, or the process was stopped: no clock of the run counts that time. Less than 0: its clock was set back. */
	| {type: 'time-skipped'; skippedMs: number}
	| {type: 'stop-requested'}
	| {type: 'run-ended'; outcome: RunOutcome};

export type JudgeVerdict = 'agreed' | 'misread' | 'unanswered';

/** `short`: every slot was tried and some failed; `engine-gone`: waited for it as long as was allowed. */
export type RunOutcome = 'complete' | 'short' | 'stopped' | 'engine-gone';

/** `at`: ms since the epoch. */
export type RunEvent = RunFact & {at: number};
export type EventListener = (event: RunEvent) => void;
