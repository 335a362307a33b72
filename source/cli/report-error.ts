import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {
	EngineError,
	RunTakenError,
	StoreError,
	UnreadableRecordError,
	UserError,
} from '../pipeline/errors.js';
import {failures} from '../pipeline/failure.js';
import {exitCodes} from './exit-codes.js';

/** Says what happened and the way out, in two lines on stderr; resolves to the exit code. No stack trace for users. */
export function reportError(error: unknown): number {
	if (error instanceof UserError) return say(error.message, error.hint, exitCodes.userMistake);
	if (error instanceof EngineError) return reportEngineError(error);
	if (error instanceof RunTakenError) {
		const hint = 'what was accepted here until then is in the run; `unwritten runs` shows how far it is';
		return say(error.message, hint, exitCodes.userMistake);
	}
	if (error instanceof UnreadableRecordError) {
		return say(error.message, 'mend the run with `unwritten runs --repair RUN`', exitCodes.failed);
	}
	if (error instanceof StoreError) {
		return say(error.message, 'make room or name another folder with --out', exitCodes.userMistake);
	}
	const trace = process.env.UNWRITTEN_DEBUG && error instanceof Error ? error.stack : undefined;
	const message = `this is a bug: ${error instanceof Error ? error.message : String(error)}`;
	if (trace) process.stderr.write(`${trace}\n`);
	return say(
		message,
		'nothing accepted is lost; go on with `unwritten --resume`, and set UNWRITTEN_DEBUG=1 to see where it happened',
		exitCodes.failed,
	);
}

function reportEngineError(error: EngineError): number {
	const isMistake = error.failure === 'model-missing' || error.failure === 'key-refused';
	return say(
		error.message,
		failures[error.failure].remedy,
		isMistake ? exitCodes.userMistake : exitCodes.failed,
	);
}

function say(message: string, hint: string, code: number): number {
	process.stderr.write(`${cleanForDisplay(message)}\nhint: ${cleanForDisplay(hint)}\n`);
	return code;
}
