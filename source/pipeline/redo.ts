import type {Draw} from '../domain/draw.js';
import type {Interaction} from '../domain/interaction.js';
import {summarizeInteraction} from '../domain/interaction-summary.js';
import {cellNumber} from '../domain/parameter-space.js';
import {type ModelStep, modelSteps, type StepOutputs} from '../domain/step-outputs.js';
import {familyOf} from '../domain/variation-family.js';
import {createSlot} from './create-slot.js';
import {UserError} from './errors.js';
import {makeInteraction, type SlotResult} from './make-interaction.js';
import {persist} from './persist.js';
import type {ShelvedPrompts} from './prompt-shelf.js';
import {readOutputs} from './read-outputs.js';
import type {RunState} from './run-state.js';
import type {Slot, Workshop} from './workshop.js';

export type RedoRequest = {id: string; from: ModelStep};

/**
 * Makes one interaction again from a step on; what stands before the step is kept. The new record is on disk before the
 * decision that lets it count in place of the old one, so that one of them counts at any moment; a redo that fails
 * changes nothing.
 *
 * Throws `UserError` for a record that does not count or cannot be made again, `AbortedError` when the run is stopped.
 */
export async function redoInteraction(state: RunState, {id, from}: RedoRequest): Promise<SlotResult> {
	const place = state.progress.summaryIndex.get(id);
	const summary = place === undefined ? undefined : state.progress.summaries.at(place);
	if (summary?.status !== 'accepted') throw notCounting(id, summary?.status);
	const old = await state.workshop.store.readInteraction(id);
	const slot = await openAgain(state, old, from);
	const result = await makeInteraction(withoutCheckpoints(state.workshop), slot);
	if (result.status === 'accepted') await replace(state, old, result.interaction);
	return result;
}

function notCounting(id: string, status: string | undefined): UserError {
	const problem = status === undefined ? 'is not in this run' : `is ${status} and does not count`;
	return new UserError(`the interaction \`${id}\` ${problem}`, {
		hint: 'ids stand in `training_metadata.id` of every record',
	});
}

async function openAgain(state: RunState, old: Interaction, from: ModelStep): Promise<Slot> {
	const {plan_index: planIndex} = old.training_metadata;
	refuseSharedStep(state, {planIndex, from});
	await state.families.findStart(planIndex);
	const found = findOwnPrompts(state, old);
	if (!found) {
		throw new UserError(`the lists that \`${old.training_metadata.id}\` was drawn from are not in the run`, {
			hint: 'reject it instead, and its cell is filled again',
		});
	}
	const outputs = keepBefore(readOutputs(old), from);
	const {book, drawAt} = found;
	const slot = createSlot(state, {worker: 0, planIndex});
	return {...slot, book, draw: drawAt(planIndex), outputs, reports: new Map()};
}

/** The prompts of today, unless their lists would draw somebody else. */
export function findOwnPrompts(state: RunState, record: Interaction): ShelvedPrompts | undefined {
	const {plan_index: planIndex, prompt_fingerprint: fingerprint} = record.training_metadata;
	return [state.shelf.current, state.shelf.of(fingerprint)].find(({drawAt}) =>
		isDrawnFrom(record, drawAt(planIndex)),
	);
}

function isDrawnFrom(old: Interaction, draw: Draw): boolean {
	const {npc_profile: profile, interaction_context: context, training_metadata: metadata} = old;
	const {complexity_type: complexity, authenticity_target: authenticity} = metadata;
	const cell = {complexity, authenticity, capacity: metadata.capacity_level};
	return (
		draw.name === profile.name &&
		draw.occupation === profile.occupation &&
		draw.venue === context.location &&
		cellNumber(draw.cell) === cellNumber(cell)
	);
}

function refuseSharedStep(state: RunState, {planIndex, from}: {planIndex: number; from: ModelStep}): void {
	if (from !== 'primitives' && from !== 'context') return;
	const siblings = familyOf(planIndex, state.workshop.variations).filter(other => other !== planIndex);
	if (!siblings.some(other => state.generations.has(other))) return;
	throw new UserError(`the step \`${from}\` is shared with the other dialogues of the scene`, {
		hint: 'redo from `tension` or `dialogue`',
	});
}

function keepBefore(outputs: StepOutputs, from: ModelStep): StepOutputs {
	const kept = modelSteps.slice(0, modelSteps.indexOf(from));
	return Object.fromEntries(kept.map(step => [step, outputs[step]]));
}

/** A checkpoint would be taken for that of a refill. */
function withoutCheckpoints(workshop: Workshop): Workshop {
	const store = Object.create(workshop.store, {appendCheckpoint: {value: async () => {}}});
	return {...workshop, store};
}

async function replace(state: RunState, old: Interaction, fresh: Interaction): Promise<void> {
	const {id, plan_index: planIndex} = old.training_metadata;
	const {clock, store, nearCopies} = state.workshop;
	const at = new Date(clock.now()).toISOString();
	const by = fresh.training_metadata.id;
	await persist(state.workshop, () =>
		store.appendDecision({at, id, plan_index: planIndex, decision: 'replace', by}),
	);
	nearCopies.remove(id);
	state.generations.set(planIndex, state.generations.get(planIndex) + 1);
	const summary = summarizeInteraction(fresh, 'accepted');
	state.bus.emit({type: 'interaction-replaced', id, planIndex, summary});
}
