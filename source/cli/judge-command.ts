import {
	fingerprintProse,
	firstReadingsOf,
	isOfProse,
	type Judgement,
	judgementsOf,
	shuffleIds,
} from '../domain/judgement.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {escapeInvisible} from '../domain/quality/escape-invisible.js';
import {tallyJudgements} from '../domain/tally-judgements.js';
import type {BlindReader} from '../pipeline/blind-reader.js';
import {describeJudgement} from '../pipeline/describe-judgement.js';
import {AbortedError} from '../pipeline/errors.js';
import {formatJudgements} from '../plain/format-judgements.js';
import {type JudgementJournal, openJudgementJournal} from '../store/judgement-journal.js';
import {findRun} from '../store/list-runs.js';
import {openRun} from '../store/run-folder.js';
import type {RunFolder} from '../store/run-store.js';
import {bookOfRun} from './begin-run.js';
import {completeJudge} from './choose-judge.js';
import {exitCodes} from './exit-codes.js';
import {openJudge} from './open-judge.js';
import type {Arguments} from './parse-arguments.js';
import {judgeOf, prepareEngines} from './prepare-engines.js';
import {resolveSettings} from './resolve-settings.js';
import {listenForStopSignals} from './stop-signals.js';
import {tellNote} from './tell-note.js';

const automaticParallel = 4;

/** `judge RUN`: a blind reader names the labels of every record that it has not read yet; the agreement on stdout. */
export async function runJudgeCommand(given: Arguments): Promise<number> {
	const settings = await resolveSettings(given);
	const place = await findRun(settings.outputFolder, given.subject as string);
	const folder = await openRun({...place, force: given.takeOver, now: Date.now()});
	const signals = listenForStopSignals();
	try {
		for (const notice of folder.notices) tellNote(notice);
		const run = folder.runFile.settings;
		const choice = completeJudge(given, run.judge);
		await prepareEngines([judgeOf(run, choice)], given);
		const reader = await openJudge({
			choice,
			settings,
			run,
			labels: bookOfRun(folder).labels,
		});
		const stopping = new AbortController();
		void signals.first.then(() => stopping.abort());
		const parallel = given.parallel === 'auto' ? automaticParallel : (given.parallel ?? automaticParallel);
		const readings = await judgeRun({folder, reader, parallel, signal: stopping.signal});
		writeTally(readings, {reader, asJson: given.display === 'json'});
		return signals.code ?? exitCodes.done;
	} finally {
		signals.end();
		await folder.close();
	}
}

type JudgeRun = {folder: RunFolder; reader: BlindReader; parallel: number; signal: AbortSignal};

/** `gone`: how many of them are of texts that no longer count. */
type Readings = {judgements: Judgement[]; gone: number};

/** What this reader said of everything that it has read, in earlier calls and at a gate too. */
async function judgeRun(parts: JudgeRun): Promise<Readings> {
	const {folder, reader, parallel} = parts;
	const counted = await readFingerprints(folder);
	const journal = await openJudgementJournal(folder.folder, {readOnly: false});
	const own = () =>
		judgementsOf(reader.fingerprint, journal.judgements).filter(judgement => {
			const fingerprint = counted.get(judgement.id);
			return fingerprint !== undefined && isOfProse(judgement, fingerprint);
		});
	try {
		const done = new Set(own().map(({id}) => id));
		const queue = shuffleIds([...counted.keys()].filter(id => !done.has(id)));
		const total = queue.length;
		let read = 0;
		const work = async () => {
			for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
				await judgeOne(parts, {journal, id});
				tellProgress(++read, total);
			}
		};
		await untilStopped(Array.from({length: parallel}, work));
		const judgements = firstReadingsOf(reader.fingerprint, journal.judgements);
		return {judgements, gone: judgements.length - own().length};
	} finally {
		await journal.close();
	}
}

/** Of the prose of every record that counts, by id. */
async function readFingerprints(folder: RunFolder): Promise<Map<string, string>> {
	const fingerprints = new Map<string, string>();
	for await (const {id, prose} of folder.countedProse()) fingerprints.set(id, fingerprintProse(prose));
	return fingerprints;
}

async function judgeOne(
	{folder, reader, signal}: JudgeRun,
	{journal, id}: {journal: JudgementJournal; id: string},
): Promise<void> {
	const interaction = await folder.readInteraction(id);
	const prose = interaction.npc_card_narrative.dialogue_prose;
	const named = await reader.read({id, prose}, signal);
	await journal.append(describeJudgement({interaction, reader, named, at: Date.now()}));
}

/** Every worker is waited for, so that nothing is appended behind the closing of the journal. */
async function untilStopped(workers: Array<Promise<void>>): Promise<void> {
	for (const result of await Promise.allSettled(workers)) {
		if (result.status === 'rejected' && !(result.reason instanceof AbortedError)) throw result.reason;
	}
}

function tellProgress(done: number, total: number): void {
	if (done % 10 === 0 || done === total) process.stderr.write(`judged ${done}/${total}\n`);
}

function writeTally(
	{judgements, gone}: Readings,
	{reader, asJson}: {reader: BlindReader; asJson: boolean},
): void {
	const tally = {...tallyJudgements(judgements), gone};
	const {fingerprint, engine, model} = reader;
	const text = asJson
		? `${escapeInvisible(JSON.stringify({judge: {fingerprint, engine, model}, ...tally}))}\n`
		: formatJudgements(tally, {fingerprint, engine, model});
	process.stdout.write(asJson ? text : text.split('\n').map(cleanForDisplay).join('\n'));
}
