import type {Step} from '../domain/step-outputs.js';
import type {CallResult} from './call-engine.js';
import type {FailureClass} from './failure.js';
import {persist} from './persist.js';
import type {Slot, Workshop} from './workshop.js';

export type FailedAttempt = {
	step: Step;
	attempt: number;
	failure: FailureClass;
	reason: string;
	raw: string;
	/** The call that failed; absent where a finished record was refused. */
	call?: Pick<CallResult, 'cost' | 'durationMs' | 'host'>;
};

/** Puts a failed attempt on disk, then announces it. */
export async function recordAttempt(workshop: Workshop, slot: Slot, failed: FailedAttempt): Promise<void> {
	const {engine, store, clock, emit} = workshop;
	const {step, attempt, failure, reason, raw, call} = failed;
	await persist(workshop, () =>
		store.appendAttempt({
			at: new Date(clock.now()).toISOString(),
			plan_index: slot.planIndex,
			try: slot.try,
			step,
			failure,
			reason,
			raw,
			seed: slot.seed,
			model: engine.model,
			host: call?.host ?? engine.host,
			...(call && costFields(call)),
		}),
	);
	const {worker, planIndex} = slot;
	emit({type: 'attempt-failed', worker, planIndex, step, attempt, try: slot.try, failure, reason});
}

function costFields({cost, durationMs}: Pick<CallResult, 'cost' | 'durationMs'>) {
	const {promptTokens, cachedPromptTokens, outputTokens} = cost;
	return {
		prompt_tokens: promptTokens,
		...(cachedPromptTokens !== undefined && {cached_prompt_tokens: cachedPromptTokens}),
		output_tokens: outputTokens,
		duration_ms: durationMs,
	};
}
