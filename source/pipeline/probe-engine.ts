import {AbortedError, EngineError} from './errors.js';
import type {FailureClass} from './failure.js';
import type {Clock, Engine, EngineInspection, ReadingRequest, Reply} from './ports.js';

export type Probe = {engine: Engine; clock: Clock; signal: AbortSignal};

const longestInspectionMs = 10_000;
/** It may load the model first. */
const longestCallMs = 10 * 60_000;

/** What the engine says of itself; undefined where it does not answer in time. */
export function probeInspection(probe: Probe): Promise<EngineInspection | undefined> {
	return answerInTime(probe, longestInspectionMs, signal => probe.engine.inspect(signal));
}

/**
 * Whether the engine writes, found by one short call: one may list its models and answer every request with an error.
 */
export async function probeByCall(
	probe: Probe,
	{contextTokens, leftMs}: {contextTokens: number; leftMs: number},
): Promise<boolean> {
	const reader: {generate(request: ReadingRequest): Promise<Reply>} = probe.engine;
	const ask = (signal: AbortSignal) =>
		reader.generate({...greeting, contextTokens, signal}).then(() => true, isAnswer);
	return (await answerInTime(probe, Math.min(leftMs, longestCallMs), ask)) ?? false;
}

const greeting = {
	messages: [{role: 'user' as const, content: 'Hello.'}],
	sampling: {temperature: 0, topP: 1, topK: 1, repeatPenalty: 1},
	seed: 0,
	maxTokens: 16,
	onText: () => 'enough' as const,
};

const noAnswers: ReadonlySet<FailureClass> = new Set([
	'server-error',
	'unreachable',
	'key-refused',
	'model-missing',
	'stalled',
	'ended-without-done',
]);

/** A bad reply is one too. */
function isAnswer(error: unknown): boolean {
	if (error instanceof EngineError) return !noAnswers.has(error.failure);
	throw error;
}

async function answerInTime<Answer>(
	{clock, signal}: Probe,
	longestMs: number,
	ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | undefined> {
	const over = new AbortController();
	const either = AbortSignal.any([signal, over.signal]);
	try {
		return (await Promise.race([ask(either), clock.sleep(longestMs, either)])) ?? undefined;
	} catch (error) {
		if (error instanceof EngineError || error instanceof AbortedError || signal.aborted) return undefined;
		throw error;
	} finally {
		over.abort();
	}
}
