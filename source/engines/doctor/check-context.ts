import {EngineError} from '../../pipeline/errors.js';
import type {Finding} from './finding.js';
import {leastContextTokens} from './least-context.js';
import {askPatient, drawWords, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {remedyFor} from './remedies.js';

const timeoutMs = 60_000;
/** Words to a context that certainly do not fit it. */
const overfill = 1.25;

/**
 * A prompt that is certainly too long is sent, and what was read of it is compared with what was sent: a server may
 * refuse it (good), hold it (better than it says), or cut it from the front and answer all the same (the trap).
 */
export async function checkContext(patient: Patient): Promise<Finding> {
	const {contextTokens, engine, isContextAssumed} = patient;
	if (contextTokens < leastContextTokens) {
		return {
			check: 'context',
			level: 'wrong',
			what: `its context holds ${contextTokens} tokens; a run needs ${leastContextTokens}`,
			measured: {contextTokens},
			...remedyFor('small-context', engine),
		};
	}
	const size = isContextAssumed
		? `it does not tell its context; ${contextTokens} tokens are assumed`
		: `${contextTokens} tokens of context are used`;
	const wordCount = Math.round(contextTokens * overfill);
	const end = await sendTooMuch(patient, wordCount);
	const measured = {contextTokens, wordsSent: wordCount, ...end.measured};
	const what = `${size}; a prompt of ${wordCount} words ${end.what}`;
	const remedy = end.level === 'wrong' ? remedyFor('cut-silently', engine) : {};
	return {check: 'context', level: end.level, what, measured, ...remedy};
}

type End = Pick<Finding, 'level' | 'what' | 'measured'>;

async function sendTooMuch(patient: Patient, wordCount: number): Promise<End> {
	const prompt = `${probes.long}\n${drawWords(wordCount, 1)}`;
	try {
		const {promptTokens} = await askPatient(patient, {prompt, maxTokens: 1, timeoutMs});
		return judgeCount(promptTokens, wordCount);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return judgeError(error);
	}
}

function judgeCount(promptTokens: number, wordCount: number): End {
	if (promptTokens === 0) {
		return {level: 'unknown', what: 'was answered, and how much of it was read the engine does not say'};
	}
	const measured = {promptTokens};
	if (promptTokens >= wordCount) return {level: 'ok', what: 'fits as well', measured};
	return {level: 'wrong', what: `was cut silently: ${promptTokens} tokens were read`, measured};
}

function judgeError(error: EngineError): End {
	if (error.failure === 'context-overflow') {
		return error.wasSilent
			? {level: 'wrong', what: `was cut silently: ${error.message}`}
			: {level: 'ok', what: 'is refused and not cut'};
	}
	// An empty word is an answer to a prompt that was read.
	return {level: 'unknown', what: `could not be judged: ${error.message}`};
}
