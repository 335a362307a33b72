import type {FailureClass} from '../../source/pipeline/failure.js';
import type {FaultName} from './fault-server-faults.js';

/** What a single call makes of each fault, whichever API the server speaks. */
export const faultClasses: Array<[FaultName, FailureClass]> = [
	['refuse', 'unreachable'],
	['reset-mid-stream', 'ended-without-done'],
	['end-without-done', 'ended-without-done'],
	['truncated-line', 'ended-without-done'],
	['empty', 'empty'],
	['thinking-only', 'answer-in-thinking'],
	['think-unclosed', 'thinking-in-answer'],
	['http-400', 'server-error'],
	['http-500', 'server-error'],
	['too-large', 'server-error'],
	['http-502', 'unreachable'],
	['http-503', 'rate-limited'],
	['http-503-away', 'unreachable'],
	['http-503-loading', 'unreachable'],
	['http-429', 'rate-limited'],
	['http-404-model', 'model-missing'],
	['error-in-200', 'server-error'],
	['json-garbage', 'server-error'],
	['html', 'server-error'],
	['huge-line', 'server-error'],
	['huge-reply', 'server-error'],
	['redirect', 'server-error'],
	['gzip-garbage', 'server-error'],
	['context-cut', 'context-overflow'],
	['context-refused', 'context-overflow'],
];
