import {
	fingerprintProse,
	isOfProse,
	type Judgement,
	type Reading,
	saysOtherwise,
} from '../domain/judgement.js';
import {describeMisreading, tellsRolesApart} from '../domain/misreading.js';
import {tallyJudgements} from '../domain/tally-judgements.js';
import type {BlindReader} from './blind-reader.js';
import {describeJudgement} from './describe-judgement.js';
import {AbortedError, EngineError} from './errors.js';
import {findRefusal, refill} from './judge-gate.js';
import {type JudgeLedger, type JudgementStore, noteReading, noteWritten, openLedger} from './judge-ledger.js';
import {persist} from './persist.js';
import {findSummary} from './review.js';
import type {RunState} from './run-state.js';

/** A blind reader over a run under way. `gate`: what it misreads is rejected and made again. */
export type JudgingParts = {reader: BlindReader; journal: JudgementStore; gate: boolean};

type Judging = {parts: JudgingParts; ledger: JudgeLedger};
type Task = (id: string, signal: AbortSignal) => Promise<void>;

/**
 * Judges every record that counts, one after the other, while the run goes on, and again where it is edited; those of
 * earlier sessions first. The run does not end before them. A reader that is away leaves records unjudged, for
 * `unwritten judge`. With the gate, what this judge said before is acted on too.
 */
export function startJudging(state: RunState, {parts, wake}: {parts: JudgingParts; wake: () => void}): void {
	const {editedProse} = state.workshop.store.history;
	const judging = {parts, ledger: openLedger(parts, editedProse)};
	let last: Promise<void> = Promise.resolve();

	function enqueue(id: string, task: Task): void {
		state.decisionsUnderWay++;
		last = last
			.then(() => workWhenOpen(state, {id, task}))
			.catch((error: unknown) => {
				if (error instanceof AbortedError) return;
				const message = `an interaction could not be judged: ${(error as Error).message}`;
				state.bus.emit({type: 'notice-given', message});
			})
			.finally(() => {
				state.decisionsUnderWay--;
				wake();
			});
	}

	if (judging.ledger.latest.size >= judgementsToWarnAt) warnOfGuessing(state, judging.ledger);
	const read: Task = (id, signal) => judge(state, {...judging, id, signal});
	const gateEarlier: Task = id => actOnEarlier(state, {...judging, id});
	for (const {id, status} of state.progress.summaries) {
		if (status !== 'accepted') continue;
		const known = judging.ledger.latest.get(id);
		if (!known) enqueue(id, read);
		else if (parts.gate && saysOtherwise(known)) enqueue(id, gateEarlier);
	}
	state.bus.subscribe(event => {
		if (event.type === 'interaction-accepted') enqueue(event.summary.id, read);
		// What is edited once a run has ended is read when it is gone on with, or by `unwritten judge`: reviewing needs no engine.
		const hasEnded = state.progress.status.status === 'ended';
		if (event.type === 'interaction-edited' && !hasEnded) enqueue(event.id, read);
	});
}

/** Not while the run is paused; a pause now drops a reading, and it is made again. */
async function workWhenOpen(state: RunState, {id, task}: {id: string; task: Task}): Promise<void> {
	const {gate, calls} = state;
	gate.enter();
	try {
		for (;;) {
			await gate.pass('step', new AbortController().signal);
			const summary = findSummary(state, id);
			if (state.isStopped || summary?.status !== 'accepted') return;
			try {
				await calls.run(summary.planIndex, signal => task(id, signal));
				return;
			} catch (error) {
				if (!(error instanceof AbortedError) || state.isStopped) throw error;
			}
		}
	} finally {
		gate.leave();
	}
}

async function judge(
	state: RunState,
	{parts, ledger, id, signal}: Judging & {id: string; signal: AbortSignal},
): Promise<void> {
	const {reader, gate} = parts;
	const {workshop, bus} = state;
	const interaction = await workshop.store.readInteraction(id);
	const prose = interaction.npc_card_narrative.dialogue_prose;
	const known = ledger.latest.get(id);
	if (known && isOfProse(known, fingerprintProse(prose))) return;
	const read = () => reader.read({id, prose}, signal);
	const named = await readOrLeave(state, {ledger, read});
	if (named === 'away') return;
	const judgement = describeJudgement({interaction, reader, named, at: workshop.clock.now()});
	noteReading(ledger, judgement);
	const refusal = gate ? await findRefusal(state, {ledger, judgement}) : undefined;
	await write(state, {parts, ledger, judgement: {...judgement, gated: refusal !== undefined}});
	const {plan_index: planIndex} = judgement;
	bus.emit({type: 'interaction-judged', id, planIndex, verdict: nameVerdict(judgement, ledger)});
	if (ledger.latest.size === judgementsToWarnAt) warnOfGuessing(state, ledger);
	if (refusal) await refill(state, refusal);
	await decideUndecided(state, {parts, ledger});
}

function nameVerdict(judgement: Judgement, {roles}: JudgeLedger) {
	if (!judgement.named) return 'unanswered';
	const misreading = describeMisreading(judgement, {tellsRoles: tellsRolesApart(roles)});
	return misreading === undefined ? 'agreed' : 'misread';
}

async function write(
	{workshop}: RunState,
	{parts, ledger, judgement}: Judging & {judgement: Judgement},
): Promise<void> {
	await persist(workshop, () => parts.journal.append(judgement));
	noteWritten(ledger, judgement);
}

/** On a reading of an earlier session, or one that could not be decided when it was made. */
async function actOnEarlier(state: RunState, {parts, ledger, id}: Judging & {id: string}): Promise<void> {
	const earlier = ledger.latest.get(id);
	if (!earlier || findSummary(state, id)?.status !== 'accepted') return;
	const refusal = await findRefusal(state, {ledger, judgement: earlier});
	if (!refusal) return;
	const at = new Date(state.workshop.clock.now()).toISOString();
	await write(state, {parts, ledger, judgement: {...earlier, at, gated: true}});
	await refill(state, refusal);
}

async function decideUndecided(state: RunState, judging: Judging): Promise<void> {
	const {undecided, roles} = judging.ledger;
	if (undecided.size === 0 || !tellsRolesApart(roles)) return;
	const ids = [...undecided];
	undecided.clear();
	for (const id of ids) await actOnEarlier(state, {...judging, id});
}

const judgementsToWarnAt = 24;

/** Said once in a session: the gate of a reader that guesses costs time and makes nothing better. */
function warnOfGuessing({bus}: RunState, {latest}: JudgeLedger): void {
	const own = [...latest.values()];
	if (tallyJudgements(own).both.fromChance === 'above') return;
	const message = `after ${own.length} judgements the judge cannot be told from one that guesses: try a larger --judge-model`;
	bus.emit({type: 'notice-given', message});
}

/** That it is away is said once, and once that it is back: a long absence would fill the list of notices. */
async function readOrLeave(
	{bus}: RunState,
	{ledger, read}: {ledger: JudgeLedger; read: () => Promise<Reading | undefined>},
): Promise<Reading | undefined | 'away'> {
	try {
		const named = await read();
		if (ledger.leftUnread > 0) {
			const message = `the judge is back; ${ledger.leftUnread} left unread, for \`unwritten judge\``;
			bus.emit({type: 'notice-given', message});
		}
		ledger.leftUnread = 0;
		return named;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const message = `the judge is away: ${error.message}`;
		if (ledger.leftUnread++ === 0) bus.emit({type: 'notice-given', message});
		return 'away';
	}
}
