import type {Interaction} from '../domain/interaction.js';
import type {Judgement} from '../domain/judgement.js';
import {describeMisreading, tellsRolesApart} from '../domain/misreading.js';
import {isLookedAt} from '../domain/review.js';
import type {JudgeLedger} from './judge-ledger.js';
import {persist} from './persist.js';
import {findSummary} from './review.js';
import type {RunState} from './run-state.js';

/** A reader that guesses would reject for ever: a plan index is refilled this often, then its record stays. */
export const mostRefills = 2;

/** Why a record has to be made again, and the record as it is. */
type Refusal = {reason: string; interaction: Interaction};

/**
 * Whether the gate refuses a record for what the judge said of it; undefined where it stays. What a person changed or found
 * good always stays. Swapped roles are left undecided until the judge is known to tell them apart.
 */
export async function findRefusal(
	state: RunState,
	{ledger, judgement}: {ledger: JudgeLedger; judgement: Judgement},
): Promise<Refusal | undefined> {
	const {id, named, plan_index: planIndex} = judgement;
	const tellsRoles = tellsRolesApart(ledger.roles);
	const reason = describeMisreading(judgement, {tellsRoles});
	if (reason === undefined) {
		if (named?.roles === 'swapped') ledger.undecided.add(id);
		return undefined;
	}
	if ((ledger.refills.get(planIndex) ?? 0) >= mostRefills) return undefined;
	const interaction = await state.workshop.store.readInteraction(id);
	return isLookedAt(interaction) ? undefined : {reason, interaction};
}

/** Keeps what was refused among the attempts, and has its cell filled again. */
export async function refill(state: RunState, {reason, interaction}: Refusal): Promise<void> {
	const {workshop, bus, queue} = state;
	const {clock, store, engine, nearCopies} = workshop;
	const {id, plan_index: planIndex} = interaction.training_metadata;
	const at = new Date(clock.now()).toISOString();
	const failed = {step: 'outcomes', failure: 'label-misread', reason, try: 1} as const;
	await persist(workshop, () =>
		store.appendAttempt({
			...failed,
			at,
			plan_index: planIndex,
			raw: interaction.npc_card_narrative.dialogue_prose,
			seed: interaction.training_metadata.sampling.seed,
			model: engine.model,
			host: engine.host,
		}),
	);
	bus.emit({type: 'attempt-failed', ...failed, attempt: 1, worker: -1, planIndex});
	if (findSummary(state, id)?.status !== 'accepted') return;
	await persist(workshop, () => store.appendDecision({at, id, plan_index: planIndex, decision: 'reject'}));
	nearCopies.remove(id);
	queue.put(planIndex);
	bus.emit({type: 'interaction-rejected', id, planIndex});
}
