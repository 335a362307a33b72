import {dropIntroduction} from '../domain/quality/drop-chatter.js';
import type {Step, StepOutputs} from '../domain/step-outputs.js';
import {addDemand, askForRepair, buildMessages, type PromptForm} from './build-messages.js';
import {type CallResult, callEngine, type EngineCall, throwIfOver} from './call-engine.js';
import type {FailureClass} from './failure.js';
import {fillPrompt} from './fill-prompt.js';
import type {Asked} from './prompt-forms.js';
import {createPromptValues} from './prompt-values.js';
import {recordAttempt} from './record-attempt.js';
import {backOffMs, shouldRaiseBudget} from './retry-policy.js';
import {samplingFor} from './steps/sampling.js';
import type {StepDefinition, StepVerdict} from './steps/step-definition.js';
import type {Slot, Workshop} from './workshop.js';

export type StepResult =
	| {ok: true; outputs: Partial<StepOutputs>}
	| {ok: false; failure: FailureClass; reason: string};

type Refusal = Extract<StepVerdict, {ok: false}> & {raw: string};

/**
 * One step of one interaction: asked, checked, sent back once with the reason, then redone up to the policy's number of
 * calls. Every refused reply is on disk before the next call. Adds what it cost to the slot's report of this step.
 */
export async function runStep(
	workshop: Workshop,
	slot: Slot,
	definition: StepDefinition,
): Promise<StepResult> {
	const {step} = definition;
	let call = planFreshCall(workshop, slot, {
		definition,
		form: slot.try > 1 ? 'short' : workshop.promptForms.first(step),
	});
	const findOverused = findOverusedOnce(workshop, slot);
	const {callsPerStep} = workshop.policy;
	let refusal: Refusal | undefined;
	for (let attempt = 1; attempt <= callsPerStep; attempt++) {
		const result = await callEngine(workshop, slot, {...call, attempt});
		noteCost(slot, step, result);
		if (workshop.engine.pool) noteHost(slot, step, result);
		const verdict = judge(workshop, slot, {
			call,
			result,
			findOverused: attempt < callsPerStep ? findOverused : () => undefined,
		});
		if (result.ok) workshop.promptForms.note(step, call.asked, verdict.ok);
		if (verdict.ok) return verdict;
		refusal = verdict.refusal;
		await recordAttempt(workshop, slot, {step, attempt, ...refusal, call: result});
		await backOff(workshop, slot, {refusal, result, attempt});
		call = planNextCall(workshop, slot, {call, refusal, attempt});
	}
	const {failure, reason} = refusal as Refusal;
	return {ok: false, failure, reason};
}

type PlannedCall = Omit<EngineCall, 'attempt'> & {form: PromptForm; asked: Asked};

function planFreshCall(
	{variety}: Workshop,
	slot: Slot,
	{definition, form}: {definition: StepDefinition; form: PromptForm},
): PlannedCall {
	const {draw, outputs} = slot;
	const tellings = slot.family.tellings();
	const known = {draw, outputs, tellings, worn: variety.worn};
	const messages = buildMessages({...known, step: definition.step, book: slot.book, form});
	const sampling = samplingFor(definition.sampling, {form, try: slot.try});
	return {
		definition,
		messages,
		sampling,
		before: '',
		maxTokens: definition.maxTokens(draw),
		form,
		asked: form,
	};
}

type FindOverused = (prose: string) => string | undefined;

/** Variety is worth one call of a step, and never the last. */
function findOverusedOnce({variety}: Workshop, {draw}: Slot): FindOverused {
	let wasFound = false;
	return prose => {
		const overused = wasFound ? undefined : variety.findOverused({prose, name: draw.name});
		wasFound ||= overused !== undefined;
		return overused;
	};
}

function judge(
	workshop: Workshop,
	slot: Slot,
	{
		call,
		result,
		findOverused,
	}: {call: Omit<EngineCall, 'attempt'>; result: CallResult; findOverused: FindOverused},
): {ok: true; outputs: Partial<StepOutputs>} | {ok: false; refusal: Refusal} {
	if (!result.ok) return {ok: false, refusal: {...result, next: 'redo'}};
	const text = joinProse(call.before, result.reply.text);
	const verdict: StepVerdict = call.definition.check(
		{text, finish: result.reply.finish},
		{
			draw: slot.draw,
			outputs: slot.outputs,
			prompt: call.messages.find(({role}) => role === 'user')?.content ?? '',
			findCopiedRun: slot.book.runs.findIn,
			findOverused,
			findNearCopy: prose => findNearCopy(workshop, slot, prose),
		},
	);
	return verdict.ok ? verdict : {ok: false, refusal: {...verdict, raw: text}};
}

/** Of anything in the run, and, held to less, of a sibling. */
function findNearCopy(workshop: Workshop, slot: Slot, prose: string): string | undefined {
	const sibling = slot.family.findTooClose(prose);
	return (
		workshop.nearCopies.findNearCopy(prose)?.id ?? (sibling === undefined ? undefined : `dialogue ${sibling}`)
	);
}

function joinProse(before: string, text: string): string {
	return before === '' ? text : `${before.trimEnd()} ${dropIntroduction(text)}`;
}

/**
 * Only the first refusal is repaired; after that the reply is thrown away and asked for afresh, in the short form. Prose
 * that is only too short is asked to go on whenever it comes: that costs least. Neither where it hardly helps this model.
 */
function planNextCall(
	workshop: Workshop,
	slot: Slot,
	{call, refusal, attempt}: {call: PlannedCall; refusal: Refusal; attempt: number},
): PlannedCall {
	const {policy, promptForms} = workshop;
	const {definition} = call;
	const raise = shouldRaiseBudget(refusal.failure) ? policy.budgetRaise : 1;
	const maxTokens = Math.max(call.maxTokens, definition.maxTokens(slot.draw) * raise);
	if (refusal.next === 'go-on' && call.before === '' && promptForms.isWorth(definition.step, 'go-on')) {
		const demand = writeDemand(slot, slot.book.goOn, refusal.reason);
		const messages = askForRepair(call.messages, refusal.from, demand);
		return {...call, messages, maxTokens, before: refusal.from, asked: 'go-on'};
	}
	const asked = call.form === 'short' ? 'short' : 'repair';
	if (attempt === 1 && refusal.next === 'repair' && promptForms.isWorth(definition.step, asked)) {
		const demand = writeDemand(slot, slot.book.repair, refusal.reason);
		const {messages} = call;
		const more =
			asked === 'short' ? addDemand(messages, demand) : askForRepair(messages, refusal.raw, demand);
		return {...call, messages: more, maxTokens, before: '', asked};
	}
	const isLost = refusal.failure === 'rule-broken' && (attempt > 1 || refusal.next !== 'redo');
	const form = isLost ? 'short' : call.form;
	return {...planFreshCall(workshop, slot, {definition, form}), maxTokens};
}

function writeDemand(slot: Slot, template: string, reason: string): string {
	const {draw, outputs, book} = slot;
	return fillPrompt(template, createPromptValues({draw, outputs, reason}, book));
}

async function backOff(
	workshop: Workshop,
	slot: Slot,
	{refusal, result, attempt}: {refusal: Refusal; result: CallResult; attempt: number},
): Promise<void> {
	const {policy, clock, gate, calls} = workshop;
	const asked = result.ok ? undefined : result.retryAfterMs;
	const waitMs = Math.max(backOffMs(policy, refusal.failure, attempt), asked ?? 0);
	if (waitMs === 0) return;
	throwIfOver(workshop, slot);
	await gate.idle(() => calls.run(slot.planIndex, signal => clock.sleep(waitMs, signal)));
}

/** The last one is the one whose reply was taken. */
function noteHost(slot: Slot, step: Step, {host}: CallResult): void {
	const report = slot.reports.get(step);
	if (report) report.host = host;
}

function noteCost(slot: Slot, step: Step, {cost, durationMs}: CallResult): void {
	const report = slot.reports.get(step) ?? {
		step,
		attempts: 0,
		duration_ms: 0,
		prompt_tokens: 0,
		output_tokens: 0,
	};
	report.attempts++;
	report.duration_ms += durationMs;
	report.prompt_tokens += cost.promptTokens;
	report.output_tokens += cost.outputTokens;
	if (cost.cachedPromptTokens !== undefined) {
		report.cached_prompt_tokens = (report.cached_prompt_tokens ?? 0) + cost.cachedPromptTokens;
	}
	slot.reports.set(step, report);
}
