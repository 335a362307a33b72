import {comesAtOnce} from '../../domain/comes-at-once.js';
import {EngineError} from '../../pipeline/errors.js';
import type {Reply} from '../../pipeline/ports.js';
import type {Finding} from './finding.js';
import {askPatient, drawWords, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {remedyFor} from './remedies.js';

const timeoutMs = 60_000;
const promptWords = 400;
const maxTokens = 48;
/** Decoded for an accepted interaction by a model that obeys, more or less. */
const tokensPerInteraction = 600;
const slowTokensPerSecond = 5;

/** Tokens per second of reading a prompt and of writing, one request alone. */
export async function checkSpeed(patient: Patient): Promise<Finding> {
	try {
		const prompt = `${drawWords(promptWords, 2)}\n${probes.story}`;
		const reply = await askPatient(patient, {prompt, maxTokens, timeoutMs});
		if (comesAtOnce({...reply, firstTokenMs: reply.timeToFirstTokenMs})) return judgeWhole(patient, reply);
		const readTokens = reply.promptTokens - (reply.cachedPromptTokens ?? 0);
		const prefillPerSecond = perSecond(readTokens, reply.timeToFirstTokenMs);
		const decodePerSecond = perSecond(reply.outputTokens - 1, reply.durationMs - reply.timeToFirstTokenMs);
		const what = `it reads ${prefillPerSecond} and writes ${decodePerSecond} tokens a second, one request alone`;
		return judge(patient, {what, measured: {prefillPerSecond, decodePerSecond}});
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		return {check: 'speed', level: 'unknown', what: `not measured: ${error.message}`};
	}
}

/** Of a reply that comes at once nobody can tell what the reading of the prompt took. */
function judgeWhole(patient: Patient, reply: Reply): Finding {
	const decodePerSecond = perSecond(reply.outputTokens, reply.durationMs);
	const what = `it writes ${decodePerSecond} tokens a second, the reading of the prompt included, one request alone`;
	return judge(patient, {what, measured: {decodePerSecond}});
}

function judge(
	{engine}: Patient,
	{what, measured}: {what: string; measured: {prefillPerSecond?: number; decodePerSecond: number}},
): Finding {
	const {decodePerSecond} = measured;
	if (decodePerSecond >= slowTokensPerSecond) return {check: 'speed', level: 'ok', what, measured};
	const minutes = Math.ceil(tokensPerInteraction / Math.max(0.1, decodePerSecond) / 60);
	return {
		check: 'speed',
		level: 'slow',
		what: `${what}: about ${minutes} min an interaction`,
		measured,
		...remedyFor('slow', engine),
	};
}

function perSecond(tokens: number, durationMs: number): number {
	return Math.round((Math.max(0, tokens) / Math.max(1, durationMs)) * 10_000) / 10;
}
