import type {FailureClass} from './failure.js';
import type {CallCost} from './ports.js';

/** Base of every error that is ours. Foreign errors are wrapped where they enter, with their cause. */
export class UnwrittenError extends Error {
	override name = 'UnwrittenError';
}

/** The user's mistake: one sentence with the value in backticks, and the way out. Exit code 2. */
export class UserError extends UnwrittenError {
	override name = 'UserError';
	readonly hint: string;

	constructor(message: string, options: {hint: string; cause?: unknown}) {
		super(message, {cause: options.cause});
		this.hint = options.hint;
	}
}

/** What an engine did wrong, by name; `raw` is what it had said until then. */
export class EngineError extends UnwrittenError {
	override name = 'EngineError';
	readonly failure: FailureClass;
	readonly raw: string;
	/** Milliseconds the server asked us to wait (429, 503), if it said so; of a limit, until it is reset. */
	readonly retryAfterMs: number | undefined;
	/** What the call cost all the same, where the engine knows. */
	readonly cost: CallCost | undefined;
	/** Which of several hosts it was. */
	readonly host: string | undefined;
	/** The engine called it a success: only its counts gave it away. */
	readonly wasSilent: boolean;

	constructor(
		failure: FailureClass,
		message: string,
		options: {
			raw?: string;
			cause?: unknown;
			retryAfterMs?: number;
			cost?: CallCost;
			host?: string;
			wasSilent?: boolean;
		} = {},
	) {
		super(message, {cause: options.cause});
		this.failure = failure;
		this.raw = options.raw ?? '';
		this.retryAfterMs = options.retryAfterMs;
		this.cost = options.cost;
		this.host = options.host;
		this.wasSilent = options.wasSilent ?? false;
	}
}

/** The disk refused. The run pauses and tries again; nothing was counted. */
export class StoreError extends UnwrittenError {
	override name = 'StoreError';
}

/** Another process writes the run now: nothing may be written any more, and waiting does not help. */
export class RunTakenError extends StoreError {
	override name = 'RunTakenError';
}

/** A record that was on disk cannot be read there any more: the disk does not refuse, so that waiting does not help. */
export class UnreadableRecordError extends StoreError {
	override name = 'UnreadableRecordError';
	readonly id: string;

	constructor(message: string, options: {id: string; cause?: unknown}) {
		super(message, {cause: options.cause});
		this.id = options.id;
	}
}

/** The work was called off by us: a pause now, a stop, a slot taken back. */
export class AbortedError extends UnwrittenError {
	override name: string = 'AbortedError';
}

/** A write that the disk had not confirmed when a stop had waited long enough: it may or may not be there. */
export class WriteGivenUpError extends AbortedError {
	override name = 'WriteGivenUpError';
}

/** The server takes no more requests for now: whoever asks it waits, and nothing is lost. */
export function isRateLimited(error: unknown): error is EngineError {
	return error instanceof EngineError && error.failure === 'rate-limited';
}
