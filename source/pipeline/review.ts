import type {Interaction, QualityReport} from '../domain/interaction.js';
import {summarizeInteraction} from '../domain/interaction-summary.js';
import {joinLines} from '../domain/quality/join-lines.js';
import {judgeProse} from '../domain/quality/judge-prose.js';
import {normaliseTypography} from '../domain/quality/normalise-typography.js';
import {applyReview} from '../domain/review.js';
import {persist} from './persist.js';
import {readOutputs} from './read-outputs.js';
import {findOwnPrompts} from './redo.js';
import type {RunControls} from './run-controls.js';
import type {RunState} from './run-state.js';

/** What a person says of a record, as it goes to disk. */
export type Saying =
	| {decision: 'edit'; prose: string; quality: QualityReport}
	| {decision: 'note'; note: string}
	| {decision: 'keep'};
type Decided = {id: string; planIndex: number} & (Saying | {decision: 'reject' | 'take-back'});
type ReviewControls = Pick<RunControls, 'reject' | 'takeBack' | 'edit' | 'note' | 'keep'> & {
	/** Resolves when no decision is under way. */
	decided(): Promise<void>;
};

/** The user's own decisions about accepted interactions, one after the other, on disk before they are announced. */
export function createReview(state: RunState, wake: () => void): ReviewControls {
	let last: Promise<void> = Promise.resolve();

	/** A key pressed twice must find what the first press did. */
	function inTurn<Result>(decide: () => Promise<Result>): Promise<Result> {
		state.decisionsUnderWay++;
		const mine = last.then(decide).finally(() => {
			state.decisionsUnderWay--;
			wake();
		});
		last = mine.then(
			() => {},
			() => {},
		);
		return mine;
	}

	return {
		decided: () => last,
		reject: id => inTurn(() => reject(state, id)),
		takeBack: id => inTurn(() => takeBack(state, id)),
		edit: (id, prose) => inTurn(() => edit(state, id, prose)),
		note: (id, note) => inTurn(() => say(state, id, {decision: 'note', note: note.trim()})),
		keep: id => inTurn(() => say(state, id, {decision: 'keep'})),
	};
}

async function reject(state: RunState, id: string): Promise<void> {
	const summary = findSummary(state, id);
	if (summary?.status !== 'accepted') return;
	const {planIndex} = summary;
	await writeDecision(state, {id, planIndex, decision: 'reject'});
	state.workshop.nearCopies.remove(id);
	state.queue.put(planIndex);
	state.bus.emit({type: 'interaction-rejected', id, planIndex});
}

async function edit(state: RunState, id: string, text: string): Promise<string | undefined> {
	if (findSummary(state, id)?.status !== 'accepted') return 'only what counts can be edited';
	const {nearCopies, store} = state.workshop;
	const record = await store.readInteraction(id);
	const prose = joinLines(normaliseTypography(text).trim());
	const {dialogue_prose: before} = record.npc_card_narrative;
	if (prose === before || text.trim() === before.trim()) return undefined;
	const checked = checkEdit(state, record, prose);
	if (typeof checked === 'string') return checked;
	const {plan_index: planIndex} = record.training_metadata;
	await writeDecision(state, {id, planIndex, decision: 'edit', prose, quality: checked});
	nearCopies.remove(id);
	nearCopies.add(id, prose);
	const edited = applyReview(record, {edit: {prose, quality: checked}});
	const summary = summarizeInteraction(edited, 'accepted');
	state.bus.emit({type: 'interaction-edited', id, planIndex, summary});
	return undefined;
}

/** The prose before the hard rules and the rest of the run, as that of a model; the reason where it is refused. */
function checkEdit(state: RunState, record: Interaction, prose: string): QualityReport | string {
	const {nearCopies} = state.workshop;
	const {id, plan_index: planIndex} = record.training_metadata;
	const tension = readOutputs(record).tension;
	const draw = findOwnPrompts(state, record)?.drawAt(planIndex);
	if (!draw || !tension) return 'the lists that it was drawn from are not in the run: it cannot be checked';
	const judgement = judgeProse({prose, draw, tension});
	const broken = judgement.hard.find(finding => !finding.passed);
	if (broken) return broken.detail;
	nearCopies.remove(id);
	const copy = nearCopies.findNearCopy(prose);
	nearCopies.add(id, record.npc_card_narrative.dialogue_prose);
	return copy ? `It is nearly the same as ${copy.id}.` : {...judgement, trimmed: false};
}

const saidFacts = {note: 'interaction-noted', keep: 'interaction-kept'} as const;

async function say(state: RunState, id: string, saying: Exclude<Saying, {decision: 'edit'}>): Promise<void> {
	const summary = findSummary(state, id);
	if (!summary) return;
	const {planIndex} = summary;
	await writeDecision(state, {id, planIndex, ...saying});
	state.bus.emit({type: saidFacts[saying.decision], id, planIndex});
}

async function takeBack(state: RunState, id: string): Promise<void> {
	const summary = findSummary(state, id);
	if (summary?.status !== 'rejected') return;
	const {planIndex} = summary;
	const {nearCopies, store} = state.workshop;
	const isWithdrawn = await withdraw(state, planIndex);
	try {
		const {npc_card_narrative: narrative} = await store.readInteraction(id);
		await writeDecision(state, {id, planIndex, decision: 'take-back'});
		nearCopies.add(id, narrative.dialogue_prose);
	} catch (error) {
		if (isWithdrawn) state.queue.put(planIndex);
		throw error;
	}
	const refill = findRefill(state, planIndex);
	if (refill) nearCopies.remove(refill.id);
	const replaced = refill ? {spareId: refill.id} : {wasFailed: state.failed.delete(planIndex)};
	state.bus.emit({type: 'rejection-taken-back', id, planIndex, ...replaced});
}

export function findSummary(state: RunState, id: string) {
	const index = state.progress.summaryIndex.get(id);
	return index === undefined ? undefined : state.progress.summaries.at(index);
}

function findRefill(state: RunState, planIndex: number) {
	return state.progress.summaries.find(other => other.planIndex === planIndex && other.status === 'accepted');
}

/**
 * Keeps every worker from this plan index: out of the queue, and a refill under way is dropped; one that was just being
 * written is let in and becomes the spare. True when it is to be put back should the decision fail.
 */
async function withdraw(state: RunState, planIndex: number): Promise<boolean> {
	if (state.queue.remove(planIndex)) return true;
	const underWay = state.slots.get(planIndex);
	if (!underWay) return false;
	underWay.slot.isCancelled = true;
	state.calls.abort(planIndex);
	await underWay.ended;
	return !state.failed.has(planIndex) && findRefill(state, planIndex) === undefined;
}

async function writeDecision(state: RunState, {id, planIndex, ...decision}: Decided): Promise<void> {
	const {clock, store} = state.workshop;
	const at = new Date(clock.now()).toISOString();
	await persist(state.workshop, () => store.appendDecision({at, id, plan_index: planIndex, ...decision}));
}
