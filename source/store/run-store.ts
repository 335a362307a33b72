import {basename, join} from 'node:path';
import type {Interaction} from '../domain/interaction.js';
import {summarizeProse} from '../domain/interaction-summary.js';
import {sketchText} from '../domain/quality/sketch-text.js';
import {toldSceneOf} from '../domain/told-scene.js';
import type {CountedProse, Decision, NearCopySource, RunHistory, RunStore} from '../pipeline/ports.js';
import {AnnouncedRecords} from './announced-records.js';
import {type AttemptJournal, openAttemptJournal} from './attempt-journal.js';
import {type CheckpointJournal, openCheckpointJournal} from './checkpoint-journal.js';
import {type DecisionJournal, openDecisionJournal} from './decision-journal.js';
import {describeRecovery} from './describe-recovery.js';
import {
	countedNumbers,
	createRunFold,
	foldDecision,
	foldRecord,
	type RunFold,
	replayRun,
	statusOfNumber,
} from './fold-run.js';
import {type InteractionJournal, openInteractionJournal} from './interaction-journal.js';
import type {RecordTable} from './record-table.js';
import {reviewed, reviewedRecords, reviewRecord} from './review-records.js';
import type {LastBatch, RunFile, RunFileStore} from './run-file.js';
import type {RunLock} from './run-lease.js';
import type {JournalRecovery} from './scan-journal.js';
import type {CountedRecord} from './stored-record.js';

/** A run that is open: the store of the pipeline, and what the composition root needs besides. */
export interface RunFolder extends RunStore {
	readonly folder: string;
	readonly runFile: RunFile;
	/** What the opening found wrong and mended, one sentence each. */
	readonly notices: string[];
	/** Those of `countedInteractions`, as text too, each to be looked at before the next is asked for. */
	countedRecords(): AsyncIterable<CountedRecord>;
	/** Lines that held something and that nobody can read. */
	readonly lostLines: number;
	updateRunFile(change: (file: RunFile) => RunFile): Promise<void>;
	/** Lines of the journals that what counts is made of. */
	contents(): Pick<LastBatch, 'records' | 'decisions'>;
	/** A whole batch was written: goes into `run.json` with the next `setState`. */
	noteBatch(batch: LastBatch): void;
}

/** A run as others may read it while it is being written: no lock, nothing changed on disk. */
export type RunReader = Pick<
	RunFolder,
	| 'runId'
	| 'folder'
	| 'runFile'
	| 'notices'
	| 'history'
	| 'readInteraction'
	| 'countedInteractions'
	| 'countedRecords'
	| 'countedProse'
	| 'close'
>;

/** How far the reading of a long journal has come, in bytes. */
export type ReadingProgress = (offset: number, size: number) => void;

export type Journals = {
	fold: RunFold;
	interactions: InteractionJournal;
	attempts: AttemptJournal;
	checkpoints: CheckpointJournal;
	decisions: DecisionJournal;
	history: RunHistory;
	notices: string[];
	lostLines: number;
};

type OpenJournal = {readonly recovered: JournalRecovery; close(): Promise<void>};

/** Opens the four journals of a run and folds them; without a lock only for reading. Closes again what it opened when one of them fails. */
export async function openJournals(
	folder: string,
	{lock, onProgress}: {lock: RunLock | undefined; onProgress?: ReadingProgress | undefined},
): Promise<Journals> {
	const readOnly = lock === undefined;
	const opened: OpenJournal[] = [];
	const keep = <Journal extends OpenJournal>(journal: Journal): Journal => {
		opened.push(journal);
		return journal;
	};
	const place = (name: string) => ({path: join(folder, name), readOnly, beforeWrite: lock?.keep});
	try {
		const interactions = keep(await openInteractionJournal({...place('interactions.jsonl'), onProgress}));
		const decisions = keep(await openDecisionJournal(place('decisions.jsonl')));
		const {summaries} = interactions;
		const fold = createRunFold(summaries);
		replayRun(fold, summaries, decisions.decisions);
		for (let number = 0; number < summaries.length; number++) {
			summaries.setStatus(number, statusOfNumber(fold, number));
		}
		retellEdited(fold, summaries);
		const checkpoints = keep(await openCheckpointJournal({...place('steps.jsonl'), fold}));
		const attempts = keep(await openAttemptJournal(place('attempts.jsonl')));
		const announced = new AnnouncedRecords(summaries);
		const history = {
			summaries: announced,
			summaryIndex: announced.places,
			checkpoints: await checkpoints.readUnfinished(),
			attemptCounts: new Map(attempts.counts),
			editedProse: findEditedProse(fold),
			spentIds: findSpentIds(fold, decisions.decisions),
		};
		const notices = Object.entries({interactions, decisions, steps: checkpoints, attempts}).flatMap(
			([name, journal]) => describeRecovery({name: `${name}.jsonl`, recovered: journal.recovered, readOnly}),
		);
		const lostLines = opened.reduce((sum, {recovered}) => sum + recovered.damaged + recovered.oversized, 0);
		return {fold, interactions, attempts, checkpoints, decisions, history, notices, lostLines};
	} catch (error) {
		await Promise.allSettled(opened.map(journal => journal.close()));
		throw error;
	}
}

/** A list shows the prose as it counts. */
function retellEdited(fold: RunFold, summaries: RecordTable): void {
	for (const [id, prose] of findEditedProse(fold)) {
		const number = summaries.numberOf(id);
		if (number !== undefined) summaries.retell(number, summarizeProse(prose));
	}
}

function findEditedProse({reviews}: RunFold): Map<string, string> {
	return new Map([...reviews].flatMap(([id, {edit}]) => (edit ? [[id, edit.prose] as const] : [])));
}

function findSpentIds(fold: RunFold, decisions: Array<{id: string}>): Set<string> {
	return new Set(decisions.map(({id}) => id).filter(id => fold.planIndexes.get(id) === undefined));
}

/** The `RunStore` over open journals; without a lock nothing is written. */
export function createRunStore(options: {
	folder: string;
	journals: Journals;
	runFile: RunFileStore;
	lock: RunLock | undefined;
}): RunFolder {
	const {folder, journals, runFile, lock} = options;
	const {fold, interactions, attempts, checkpoints, decisions} = journals;

	/** Says why where another process has the run. */
	async function write(action: () => Promise<unknown>): Promise<void> {
		try {
			await action();
		} catch (error) {
			await lock?.refuseTaken(error);
			throw error;
		}
	}

	async function updateRunFile(change: (file: RunFile) => RunFile): Promise<void> {
		await lock?.keep();
		await lock?.refuseTaken();
		await write(() => runFile.update(change));
	}

	const counted = () => reviewed(fold, interactions.readAll(countedNumbers(fold)));
	const lastCounted = (count: number) =>
		reviewed(fold, interactions.readAll([...countedNumbers(fold)].slice(-count)));

	let decided = decisions.decisions.length;
	let batch: LastBatch | undefined;

	return {
		runId: basename(folder),
		folder,
		history: journals.history,
		notices: journals.notices,
		lostLines: journals.lostLines,
		get runFile() {
			return runFile.data;
		},
		appendInteraction: async interaction => {
			await write(() => interactions.append(interaction));
			const {id, plan_index: planIndex} = interaction.training_metadata;
			foldRecord(fold, {id, planIndex});
		},
		appendCheckpoint: checkpoint => write(() => checkpoints.append(checkpoint)),
		appendAttempt: attempt => write(() => attempts.append(attempt)),
		appendDecision: async (decision: Decision) => {
			await write(() => decisions.append(decision, interactions.size));
			foldDecision(fold, decision);
			decided++;
		},
		readInteraction: async id => reviewRecord(fold, await interactions.read(id)),
		countedInteractions: counted,
		countedRecords: () => reviewedRecords(fold, interactions.readRecords(countedNumbers(fold))),
		nearCopies: createNearCopySource(interactions, fold),
		countedProse: latest => proseOf(latest === undefined ? counted() : lastCounted(latest)),
		contents: () => ({records: interactions.size, decisions: decided}),
		noteBatch: written => {
			batch = written;
		},
		setState: async state => {
			if (state === runFile.data.state && batch === undefined) return;
			await updateRunFile(file => ({...file, state, ...(batch && {last_batch: batch})}));
		},
		updateRunFile,
		close: () => closeJournals(journals, lock),
	};
}

function createNearCopySource(interactions: InteractionJournal, fold: RunFold): NearCopySource {
	const {summaries, proseAt} = interactions;
	const editedProse = (number: number) =>
		fold.reviews.size === 0 ? undefined : fold.reviews.get(summaries.idAt(number))?.edit?.prose;
	return {
		numberOf: id => summaries.numberOf(id),
		idAt: number => summaries.idAt(number),
		proseAt: number => editedProse(number) ?? proseAt(number),
		visitCounted: visit =>
			interactions.visitSketches((number, sketch) => {
				if (statusOfNumber(fold, number) !== 'accepted') return;
				const prose = editedProse(number);
				visit(number, prose === undefined ? sketch : sketchText(prose));
			}),
	};
}

async function* proseOf(interactions: AsyncIterable<Interaction>): AsyncGenerator<CountedProse> {
	for await (const interaction of interactions) {
		yield {id: interaction.training_metadata.id, ...toldSceneOf(interaction)};
	}
}

/** Steps are compacted only while the lock is ours: by then the file may be another's. */
async function closeJournals(journals: Journals, lock: RunLock | undefined): Promise<void> {
	const compact = lock !== undefined && (await lock.isHeld());
	const results = await Promise.allSettled([
		journals.interactions.close(),
		journals.decisions.close(),
		journals.attempts.close(),
		journals.checkpoints.close({compact}),
	]);
	await lock?.release();
	const failed = results.find(result => result.status === 'rejected');
	if (failed) throw failed.reason;
}
