import type {Interaction} from '../domain/interaction.js';
import {isMisread, type Judgement, type Reading} from '../domain/judgement.js';
import type {Cell} from '../domain/parameter-space.js';
import {tallyJudgements} from '../domain/tally-judgements.js';
import type {BlindReader} from './blind-reader.js';
import {AbortedError, EngineError} from './errors.js';
import {persist} from './persist.js';
import {findSummary} from './review.js';
import type {RunState} from './run-state.js';

/** Where judgements are kept: `judge.jsonl`. */
export type JudgementStore = {
	readonly judgements: Judgement[];
	append(judgement: Judgement): Promise<void>;
};

/** A blind reader over a run under way. `gate`: what it misreads is rejected and made again. */
export type JudgingParts = {reader: BlindReader; journal: JudgementStore; gate: boolean};

/** A reader that guesses would reject for ever: a plan index is refilled this often, then its record stays. */
export const mostRefills = 2;

/** The judgement of a record as it goes to disk. */
export function describeJudgement(parts: {
	interaction: Interaction;
	reader: BlindReader;
	named: Reading | undefined;
	at: number;
	gated?: boolean;
}): Judgement {
	const {interaction, reader, named, at, gated = false} = parts;
	const {id, plan_index} = interaction.training_metadata;
	return {
		at: new Date(at).toISOString(),
		id,
		plan_index,
		judge: reader.fingerprint,
		engine: reader.engine,
		model: reader.model,
		wanted: cellOf(interaction),
		named: named ?? null,
		gated,
	};
}

function cellOf({training_metadata: metadata}: Interaction): Cell {
	return {
		complexity: metadata.complexity_type,
		authenticity: metadata.authenticity_target,
		capacity: metadata.capacity_level,
	};
}

/** What this reader has read, and how often the gate made each plan index again. */
type Ledger = {read: number; refills: Map<number, number>};

function openLedger({journal, reader}: JudgingParts): Ledger {
	const refills = new Map<number, number>();
	for (const {gated, plan_index: planIndex} of journal.judgements) {
		if (gated) refills.set(planIndex, (refills.get(planIndex) ?? 0) + 1);
	}
	return {read: journal.judgements.filter(({judge}) => judge === reader.fingerprint).length, refills};
}

type Judging = {parts: JudgingParts; ledger: Ledger; id: string};

/**
 * Judges every record that counts, one after the other, while the run goes on; those of earlier sessions first. The run
 * does not end before them. A reader that is away leaves records unjudged, for `unwritten judge`.
 */
export function startJudging(state: RunState, {parts, wake}: {parts: JudgingParts; wake: () => void}): void {
	const {reader, journal} = parts;
	const known = new Set(
		journal.judgements.filter(({judge}) => judge === reader.fingerprint).map(({id}) => id),
	);
	const ledger = openLedger(parts);
	let last: Promise<void> = Promise.resolve();

	function enqueue(id: string): void {
		if (known.has(id)) return;
		known.add(id);
		state.decisionsUnderWay++;
		last = last
			.then(() => judgeWhenOpen(state, {parts, ledger, id}))
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

	for (const {id, status} of state.progress.summaries) if (status === 'accepted') enqueue(id);
	state.bus.subscribe(event => {
		if (event.type === 'interaction-accepted') enqueue(event.summary.id);
	});
}

async function judgeWhenOpen(state: RunState, judging: Judging): Promise<void> {
	const {id} = judging;
	const {gate, calls} = state;
	gate.enter();
	try {
		for (;;) {
			await gate.pass('step', new AbortController().signal);
			const summary = findSummary(state, id);
			if (state.isStopped || summary?.status !== 'accepted') return;
			try {
				await calls.run(summary.planIndex, signal => judge(state, {...judging, signal}));
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
	{parts, ledger, id, signal}: Judging & {signal: AbortSignal},
): Promise<void> {
	const {reader, journal} = parts;
	const {workshop, bus} = state;
	const interaction = await workshop.store.readInteraction(id);
	const prose = interaction.npc_card_narrative.dialogue_prose;
	const named = await readOrLeave(state, () => reader.read({id, prose}, signal));
	if (named === 'away') return;
	const wanted = cellOf(interaction);
	const {plan_index: planIndex} = interaction.training_metadata;
	const refills = ledger.refills.get(planIndex) ?? 0;
	const misread = named !== undefined && isMisread(wanted, named);
	const gated = misread && parts.gate && refills < mostRefills;
	const judgement = describeJudgement({interaction, reader, named, at: workshop.clock.now(), gated});
	await persist(workshop, () => journal.append(judgement));
	ledger.read++;
	if (gated) ledger.refills.set(planIndex, refills + 1);
	bus.emit({
		type: 'interaction-judged',
		id,
		planIndex,
		verdict: !named ? 'unanswered' : misread ? 'misread' : 'agreed',
	});
	if (ledger.read === judgementsToWarnAt) warnOfGuessing(state, parts);
	if (gated) await refill(state, {interaction, named, wanted});
}

const judgementsToWarnAt = 24;

/** Said once: the gate of a reader that guesses costs time and makes nothing better. */
function warnOfGuessing(state: RunState, {journal, reader}: JudgingParts): void {
	const own = journal.judgements.filter(({judge}) => judge === reader.fingerprint);
	if (tallyJudgements(own).both.fromChance === 'above') return;
	const message = `after ${own.length} judgements the judge cannot be told from one that guesses: try a larger --judge-model`;
	state.bus.emit({type: 'notice-given', message});
}

async function readOrLeave(
	state: RunState,
	read: () => Promise<Reading | undefined>,
): Promise<Reading | undefined | 'away'> {
	try {
		return await read();
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		state.bus.emit({type: 'notice-given', message: `the judge is away: ${error.message}`});
		return 'away';
	}
}

async function refill(
	state: RunState,
	misread: {interaction: Interaction; named: Reading; wanted: Cell},
): Promise<void> {
	const {workshop, bus, queue} = state;
	const {clock, store, engine, nearCopies} = workshop;
	const {interaction, named, wanted} = misread;
	const {id, plan_index: planIndex} = interaction.training_metadata;
	const at = new Date(clock.now()).toISOString();
	const reason = `made as ${wanted.complexity} and ${wanted.authenticity}, read as ${named.complexity} and ${named.authenticity}`;
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
