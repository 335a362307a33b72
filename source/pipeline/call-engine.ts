import {hashSeed} from '../domain/random.js';
import type {ModelStep} from '../domain/step-outputs.js';
import type {EngineWatch} from './engine-watch.js';
import {AbortedError, EngineError} from './errors.js';
import {type FailureClass, isEngineAway} from './failure.js';
import type {GatePlace} from './pause-gate.js';
import type {CallCost, Message, Reply, Sampling} from './ports.js';
import {recordAttempt} from './record-attempt.js';
import type {StepDefinition} from './steps/step-definition.js';
import type {Slot, Workshop} from './workshop.js';

export type EngineCall = {
	definition: StepDefinition;
	messages: Message[];
	sampling: Sampling;
	/** Prose that stands already and is being gone on with. */
	before: string;
	maxTokens: number;
	attempt: number;
};

type Outcome =
	| {ok: true; reply: Reply}
	| {ok: false; failure: FailureClass; reason: string; raw: string; retryAfterMs?: number};

/** `durationMs`: of the call itself, without the pauses and waits before it. */
export type CallResult = Outcome & {durationMs: number; cost: CallCost; host: string};

type FailedCall = Extract<CallResult, {ok: false}>;

/** What has come of a call so far, also where it then fails. */
type Hearing = {
	sentAt: number;
	firstAt: number | undefined;
	pieces: number;
	cost: CallCost | undefined;
	host: string;
	/** Of several hosts: it was sent to one. */
	isSent: boolean;
	/** Tokens that were given up when it was moved to another. */
	lostTokens: number;
};

/**
 * One engine call that counts: pauses are waited out before it and, when a pause now drops it, it is made again; an engine
 * that is away, or answers nothing but errors, is waited for, and one that takes no more for now, which holds the next call
 * back by itself. One that was away again each time it had come back counts as failed: then the request itself may be what
 * breaks it. Throws `AbortedError` when the run stops or the slot is taken back, and `EngineError` for a key that the server
 * never took.
 */
export async function callEngine(workshop: Workshop, slot: Slot, call: EngineCall): Promise<CallResult> {
	const {step} = call.definition;
	const {engineWatch} = workshop;
	for (let timesAway = 1; ; ) {
		await passGateOrThrow(workshop, slot, placeOf(call));
		const result = await tryCall(workshop, slot, call);
		if (result === 'dropped') continue;
		if (!result.ok && result.failure === 'rate-limited') {
			await recordAttempt(workshop, slot, {step, attempt: call.attempt, ...result, call: result});
			engineWatch.noteRefused(result.reason);
			continue;
		}
		engineWatch.noteTaken();
		if (result.ok) workshop.hasAnswered = true;
		if (result.ok || !isAway(engineWatch, result.failure)) return result;
		const isLast = timesAway >= workshop.policy.timesAwayPerCall;
		if (!isLast) await recordAttempt(workshop, slot, {step, attempt: call.attempt, ...result, call: result});
		if (timesAway > 1) refuseWrongKey(workshop, result);
		const isBack = await waitForEngine(workshop, slot, result.reason);
		if (isBack && isLast) return result;
		if (isBack) timesAway++;
	}
}

function placeOf({attempt}: EngineCall): GatePlace {
	return attempt === 1 ? 'step' : 'call';
}

async function passGateOrThrow(workshop: Workshop, slot: Slot, place: GatePlace): Promise<void> {
	const {gate, calls} = workshop;
	throwIfOver(workshop, slot);
	while (gate.holds(place)) {
		await calls.run(slot.planIndex, signal => gate.pass(place, signal));
		throwIfOver(workshop, slot);
	}
}

/** False when the wait was called off before the engine was back. */
async function waitForEngine(workshop: Workshop, slot: Slot, reason: string): Promise<boolean> {
	const {gate, calls, engineWatch} = workshop;
	throwIfOver(workshop, slot);
	return gate.idle(() => calls.run(slot.planIndex, signal => engineWatch.waitUntilBack(reason, signal)));
}

function isAway(engineWatch: EngineWatch, failure: FailureClass): boolean {
	if (failure === 'server-error') return engineWatch.noteServerError();
	return isEngineAway(failure) || failure === 'model-missing';
}

/**
 * The server lists its models to anyone and refuses every chat: waiting does not help. Once it has written, a refusal may
 * be about this one prompt; an error that it gave, or its silence, says nothing of the key.
 */
function refuseWrongKey({hasAnswered}: Workshop, {failure, reason, host}: FailedCall): void {
	if (failure !== 'key-refused' || hasAnswered) return;
	throw new EngineError(failure, reason, {host});
}

/** Throws `AbortedError` once the run is stopped or the slot taken back. */
export function throwIfOver(workshop: Workshop, slot: Slot): void {
	if (workshop.stopSignal.aborted || slot.isCancelled) throw new AbortedError('called off');
}

/** 0 to 2^31 - 1; another one for every call that was ever made for this plan index. */
function drawSeed({runSeed, earlierAttempts}: Workshop, slot: Slot, step: ModelStep): number {
	const {planIndex, generation, calls} = slot;
	const parts = [runSeed, planIndex, generation, slot.try, step, calls];
	return hashSeed(...parts, ...(earlierAttempts > 0 ? [earlierAttempts] : []));
}

async function tryCall(workshop: Workshop, slot: Slot, call: EngineCall): Promise<CallResult | 'dropped'> {
	// Taken back between the gate and here: nobody would call this one off any more.
	throwIfOver(workshop, slot);
	const {clock, engine} = workshop;
	const {step} = call.definition;
	const hearing: Hearing = {
		sentAt: clock.awake(),
		firstAt: undefined,
		pieces: 0,
		cost: undefined,
		host: engine.host,
		isSent: false,
		lostTokens: 0,
	};
	slot.calls++;
	slot.sampling = call.sampling;
	slot.seed = drawSeed(workshop, slot, step);
	try {
		const outcome = await workshop.calls.run(slot.planIndex, signal =>
			generate({workshop, slot, call, signal, hearing}),
		);
		return announceCall(workshop, slot, {step, outcome, hearing});
	} catch (error) {
		if (error instanceof AbortedError) {
			throwIfOver(workshop, slot);
			return 'dropped';
		}
		if (!(error instanceof EngineError)) throw error;
		const {failure, message, raw, retryAfterMs} = error;
		hearing.cost = error.cost;
		hearing.host = error.host ?? hearing.host;
		const outcome = {ok: false as const, failure, reason: message, raw, ...(retryAfterMs && {retryAfterMs})};
		return announceCall(workshop, slot, {step, outcome, hearing});
	}
}

function announceCall(
	{clock, emit}: Workshop,
	{worker, planIndex}: Slot,
	{step, outcome, hearing}: {step: ModelStep; outcome: Outcome; hearing: Hearing},
): CallResult {
	const {sentAt, firstAt, host, pieces} = hearing;
	const durationMs = clock.awake() - sentAt;
	const known = hearing.cost ?? {promptTokens: 0, outputTokens: pieces};
	const cost = {...known, outputTokens: known.outputTokens + hearing.lostTokens};
	const firstTokenMs = firstAt === undefined ? undefined : firstAt - sentAt;
	const end = outcome.ok
		? {isComplete: true as const}
		: outcome.failure === 'rate-limited' && {isRefused: true as const};
	emit({type: 'call-finished', worker, planIndex, step, host, durationMs, firstTokenMs, ...cost, ...end});
	return {...outcome, durationMs, cost, host};
}

/** Of several hosts: where the call goes; what another had said of it so far is void. */
function noteHost(
	{emit}: Workshop,
	{worker, planIndex}: Slot,
	{step, host, hearing}: {step: ModelStep; host: string; hearing: Hearing},
): 'sent' | 'moved' {
	const {isSent, host: from, pieces: lostTokens} = hearing;
	if (isSent) emit({type: 'call-moved', worker, planIndex, step, from, to: host, lostTokens});
	emit({type: 'call-sent', worker, planIndex, step, host});
	hearing.lostTokens += lostTokens;
	Object.assign(hearing, {isSent: true, host, pieces: 0, firstAt: undefined});
	return isSent ? 'moved' : 'sent';
}

function costOf({promptTokens, cachedPromptTokens, outputTokens}: Reply): CallCost {
	return {promptTokens, ...(cachedPromptTokens !== undefined && {cachedPromptTokens}), outputTokens};
}

async function generate(parts: {
	workshop: Workshop;
	slot: Slot;
	call: EngineCall;
	signal: AbortSignal;
	hearing: Hearing;
}): Promise<Outcome> {
	const {workshop, slot, call, signal, hearing} = parts;
	const {definition, attempt} = call;
	const {worker, planIndex} = slot;
	// Announced from within, so that a listener which pauses or stops the run calls this one off too.
	workshop.emit({type: 'step-started', worker, planIndex, step: definition.step, attempt, try: slot.try});
	let watch = definition.watch(call.before);
	const schema = definition.schema(slot.draw);
	const reply = await workshop.engine.generate({
		brief: {step: definition.step, draw: slot.draw, outputs: slot.outputs},
		messages: call.messages,
		...(schema && {schema}),
		sampling: call.sampling,
		seed: slot.seed,
		maxTokens: call.maxTokens,
		contextTokens: workshop.contextTokens,
		signal,
		onHost(host) {
			if (noteHost(workshop, slot, {step: definition.step, host, hearing}) === 'moved') {
				watch = definition.watch(call.before);
			}
		},
		async whileHeld(wait) {
			workshop.emit({type: 'call-held', worker, planIndex});
			await workshop.gate.idle(wait);
			workshop.emit({type: 'call-let-go', worker, planIndex});
			// A pause was reached meanwhile: dropped, and made again when the run goes on.
			if (workshop.gate.holds(placeOf(call))) workshop.calls.abort(slot.planIndex);
			hearing.sentAt = workshop.clock.awake();
		},
		onText(piece) {
			hearing.firstAt ??= workshop.clock.awake();
			hearing.pieces++;
			workshop.engineWatch.noteWritten();
			workshop.hasAnswered = true;
			workshop.emit({type: 'text-written', worker, planIndex, step: definition.step, piece});
			return watch.push(piece);
		},
	});
	hearing.cost = costOf(reply);
	hearing.host = reply.host ?? hearing.host;
	if (watch.failure === undefined) return {ok: true, reply};
	const reason = 'The reply repeated itself without end.';
	return {ok: false, failure: watch.failure, reason, raw: reply.text};
}
