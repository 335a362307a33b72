import {assembleInteraction} from '../domain/assemble-interaction.js';
import type {Interaction} from '../domain/interaction.js';
import {summarizeInteraction} from '../domain/interaction-summary.js';
import {modelSteps, type StepOutputs} from '../domain/step-outputs.js';
import {toldSceneOf} from '../domain/told-scene.js';
import {sceneOf} from '../domain/variation-family.js';
import {toCheckpoint} from './checkpoint.js';
import {AbortedError, WriteGivenUpError} from './errors.js';
import type {FailureClass} from './failure.js';
import {passGate, reportQuality} from './gate.js';
import {persist} from './persist.js';
import type {InteractionSummary} from './ports.js';
import {recordAttempt} from './record-attempt.js';
import {runStep, type StepResult} from './run-step.js';
import {modelStepDefinitions} from './steps/model-steps.js';
import {runOutcomesStep} from './steps/outcomes.js';
import type {Slot, Workshop} from './workshop.js';

export type SlotResult =
	| {status: 'accepted'; interaction: Interaction; summary: InteractionSummary}
	| {status: 'failed'; failure: FailureClass; reason: string; step: keyof StepOutputs};

/**
 * Makes one interaction: the steps that are missing, the gate, the disk, then the announcement. A step that failed gets
 * a new try of the slot from that step on; what came before is kept.
 */
export async function makeInteraction(workshop: Workshop, slot: Slot): Promise<SlotResult> {
	for (;;) {
		const result = await tryOnce(workshop, slot);
		if (result.status === 'accepted' || slot.try >= workshop.policy.triesPerSlot) return result;
		slot.try++;
		const {worker, planIndex} = slot;
		workshop.emit({type: 'slot-retried', worker, planIndex, step: result.step, try: slot.try});
	}
}

async function tryOnce(workshop: Workshop, slot: Slot): Promise<SlotResult> {
	for (const step of modelSteps) {
		if (slot.outputs[step] !== undefined) continue;
		const result: StepResult = await runStep(workshop, slot, modelStepDefinitions[step]);
		if (!result.ok) return {status: 'failed', failure: result.failure, reason: result.reason, step};
		slot.outputs = {...slot.outputs, ...result.outputs};
		await finishStep(workshop, slot, step);
		if (step !== 'dialogue') giveBackSurplus(workshop, slot);
	}
	return finishSlot(workshop, slot);
}

/** Only in the first try: the next one who takes it begins to count anew. */
function giveBackSurplus(workshop: Workshop, slot: Slot): void {
	if (slot.try === 1 && workshop.isSurplus(slot.worker)) throw new AbortedError('fewer at once are enough');
}

/** Keeps what was paid for: a killed or stopped run goes on behind it. */
async function finishStep(workshop: Workshop, slot: Slot, step: keyof StepOutputs): Promise<void> {
	if (step !== 'dialogue') {
		await persist(workshop, () => workshop.store.appendCheckpoint(toCheckpoint(slot)));
	}
	const report = slot.reports.get(step);
	workshop.emit({
		type: 'step-finished',
		worker: slot.worker,
		planIndex: slot.planIndex,
		step,
		durationMs: report?.duration_ms ?? 0,
		promptTokens: report?.prompt_tokens ?? 0,
		outputTokens: report?.output_tokens ?? 0,
	});
}

async function finishSlot(workshop: Workshop, slot: Slot): Promise<SlotResult> {
	const interaction = assemble(workshop, slot);
	const verdict = passGate(workshop, interaction);
	if (!verdict.accepted) return refuse(workshop, slot, verdict.reason);
	const prose = interaction.npc_card_narrative.dialogue_prose;
	const sibling = slot.family.findTooClose(prose);
	if (sibling !== undefined) return refuse(workshop, slot, `too much like dialogue ${sibling} of its scene`);
	workshop.nearCopies.add(slot.id, prose);
	try {
		await persist(workshop, () => workshop.store.appendInteraction(interaction));
	} catch (error) {
		workshop.nearCopies.remove(slot.id);
		const {worker, planIndex} = slot;
		if (error instanceof WriteGivenUpError) workshop.emit({type: 'record-unconfirmed', worker, planIndex});
		throw error;
	}
	workshop.variety.note(toldSceneOf(interaction));
	return {status: 'accepted', interaction, summary: summarizeInteraction(interaction, 'accepted')};
}

async function refuse(workshop: Workshop, slot: Slot, reason: string): Promise<SlotResult> {
	const raw = slot.outputs.dialogue?.prose ?? '';
	const failure = 'rule-broken';
	await recordAttempt(workshop, slot, {step: 'outcomes', attempt: 1, failure, reason, raw});
	const {dialogue: _, ...kept} = slot.outputs;
	slot.outputs = kept;
	return {status: 'failed', failure, reason, step: 'dialogue'};
}

function assemble(workshop: Workshop, slot: Slot): Interaction {
	const startedAt = performance.now();
	const outputs = slot.outputs as Required<StepOutputs>;
	const outcomes = runOutcomesStep(slot.draw);
	const sampling = slot.sampling ?? modelStepDefinitions.dialogue.sampling;
	const duration = Number((performance.now() - startedAt).toFixed(3));
	const cost = {attempts: 1, duration_ms: duration, prompt_tokens: 0, output_tokens: 0};
	slot.reports.set('outcomes', {step: 'outcomes', ...cost});
	return assembleInteraction({
		draw: slot.draw,
		outputs,
		outcomes,
		provenance: {
			id: slot.id,
			runId: workshop.store.runId,
			runSeed: workshop.runSeed,
			variationFamily: `${workshop.store.runId}-f${sceneOf(slot.planIndex, workshop.variations)}`,
			engine: workshop.engine.name,
			model: workshop.engine.model,
			modelDigest: workshop.modelDigest,
			sampling: {
				temperature: sampling.temperature,
				top_p: sampling.topP,
				top_k: sampling.topK,
				repeat_penalty: sampling.repeatPenalty,
				seed: slot.seed,
			},
			promptFingerprint: slot.book.fingerprint,
			appVersion: workshop.appVersion,
			createdAt: new Date(workshop.clock.now()).toISOString(),
			tries: slot.try,
			steps: [...slot.reports.values()],
			quality: reportQuality(slot, outputs),
		},
	});
}
