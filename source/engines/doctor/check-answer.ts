import {EngineError} from '../../pipeline/errors.js';
import type {Reply} from '../../pipeline/ports.js';
import type {Finding} from './finding.js';
import {askPatient, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {keyRemedy, remedyFor} from './remedies.js';

/** Loading a large model from a slow disk takes its time. */
const loadTimeoutMs = 120_000;
const thinkingTimeoutMs = 30_000;

/** One sentence: the model loads, and says something. */
export async function checkAnswer(patient: Patient): Promise<Finding> {
	const startedAt = patient.clock.now();
	try {
		await askPatient(patient, {prompt: probes.answer, maxTokens: 32, timeoutMs: loadTimeoutMs});
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		// Thinking has a check of its own.
		if (!/thinking/.test(error.failure)) return refuse(patient, error);
	}
	const loadMs = patient.clock.now() - startedAt;
	const seconds = (loadMs / 1_000).toFixed(1);
	return {
		check: 'answer',
		level: 'ok',
		what: `it answers; loading and the first reply took ${seconds} s`,
		measured: {loadMs},
	};
}

function refuse({engine}: Patient, error: EngineError): Finding {
	if (error.failure === 'key-refused') {
		return {check: 'answer', level: 'wrong', what: error.message, ...keyRemedy};
	}
	const isTooLarge = /memory|out of mem|does not fit|cudamalloc/i.test(`${error.message} ${error.raw}`);
	return {
		check: isTooLarge ? 'memory' : 'answer',
		level: 'wrong',
		what: error.message,
		...remedyFor(isTooLarge ? 'too-large' : 'no-answer', engine),
	};
}

/** Told not to think, the model does not: neither in a field of its own, nor in tags, nor for its whole budget. */
export async function checkThinking(patient: Patient): Promise<Finding> {
	const wrong = (what: string): Finding => ({
		check: 'thinking',
		level: 'wrong',
		what,
		...remedyFor('thinks', patient.engine),
	});
	const probe = {prompt: probes.thinking, maxTokens: 96, timeoutMs: thinkingTimeoutMs};
	try {
		let reply: Reply = await askPatient(patient, probe);
		// Some engines find the right word for "off" only once they saw the model think.
		if (reply.hasThought) reply = await askPatient(patient, {...probe, seed: 8});
		if (reply.hasThought)
			return wrong('it thinks although it is told not to, which costs time in every step');
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		if (/thinking/.test(error.failure)) {
			return wrong('it thinks although it is told not to, and the thinking eats the budget of the answer');
		}
		return {check: 'thinking', level: 'unknown', what: `not found out: ${error.message}`};
	}
	const what = patient.canThink ? 'it can think, and does not when told so' : 'it does not think';
	return {check: 'thinking', level: 'ok', what};
}
