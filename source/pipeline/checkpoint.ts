import type {Step} from '../domain/step-outputs.js';
import type {Checkpoint} from './ports.js';
import type {Slot} from './workshop.js';

export function toCheckpoint(slot: Slot): Checkpoint {
	return {
		planIndex: slot.planIndex,
		promptFingerprint: slot.book.fingerprint,
		outputs: slot.outputs,
		reports: [...slot.reports.values()].map(report => ({
			step: report.step as Step,
			attempts: report.attempts,
			durationMs: report.duration_ms,
			promptTokens: report.prompt_tokens,
			...(report.cached_prompt_tokens !== undefined && {
				cachedPromptTokens: report.cached_prompt_tokens,
			}),
			outputTokens: report.output_tokens,
			...(report.host !== undefined && {host: report.host}),
		})),
	};
}

/** The part of a slot that a checkpoint holds. */
export function fromCheckpoint(checkpoint: Checkpoint | undefined): Pick<Slot, 'outputs' | 'reports'> {
	const reports: Slot['reports'] = new Map();
	for (const {step, attempts, durationMs, ...tokens} of checkpoint?.reports ?? []) {
		const cached = tokens.cachedPromptTokens;
		reports.set(step, {
			step,
			attempts,
			duration_ms: durationMs,
			prompt_tokens: tokens.promptTokens,
			...(cached !== undefined && {cached_prompt_tokens: cached}),
			output_tokens: tokens.outputTokens,
			...(tokens.host !== undefined && {host: tokens.host}),
		});
	}
	return {outputs: checkpoint?.outputs ?? {}, reports};
}
