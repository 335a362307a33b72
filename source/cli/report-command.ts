import {fingerprintProse, firstReadingsOf, isOfProse, type Judgement} from '../domain/judgement.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {createReport, type Report} from '../domain/report/create-report.js';
import {writeReportJson} from '../exporters/report/report-json.js';
import {writeReportMarkdown} from '../exporters/report/report-markdown.js';
import {writeReportText} from '../exporters/report/report-text.js';
import {UserError} from '../pipeline/errors.js';
import {readJudgements} from '../store/judgement-journal.js';
import {type OpenedSet, openSet} from '../store/open-set.js';
import {readAttempts} from '../store/read-attempts.js';
import {toUserError} from '../store/system-failure.js';
import {writeAtomically} from '../store/write-atomically.js';
import {exitCodes} from './exit-codes.js';
import {createPromptFinder, type PromptFinder} from './find-prompts.js';
import type {Arguments} from './parse-arguments.js';
import {resolveSettings} from './resolve-settings.js';
import {tellNote} from './tell-note.js';

const mostDamagedTold = 5;

/**
 * `report RUN-or-FILE…`: what the records of all of them together are like, as facts, one a line; `--against` puts another
 * set beside them. Leaves no file but the page that `--html PATH` asks for.
 */
export async function runReportCommand(given: Arguments): Promise<number> {
	const {outputFolder} = await resolveSettings(given);
	const prompts = await createPromptFinder();
	const reports = [await reportOn(given.subjects, {outputFolder, prompts})];
	if (given.against !== undefined) reports.push(await reportOn([given.against], {outputFolder, prompts}));
	const empty = reports.find(({records}) => records === 0);
	if (empty) {
		throw new UserError(`\`${empty.title}\` holds no record that can be read`, {
			hint: 'give a run with accepted interactions, a batch file of ours or of v2.2, or JSON lines',
		});
	}
	await writeReport(given, reports);
	return exitCodes.done;
}

type Source = {outputFolder: string; prompts: PromptFinder};

async function reportOn(wanted: string[], {outputFolder, prompts}: Source): Promise<Report> {
	const report = createReport({promptTexts: prompts.textsOf, nameCount: prompts.nameCount});
	const titles: string[] = [];
	let isFillAlone = true;
	for (const name of wanted) {
		const set = await openSet(outputFolder, name);
		try {
			titles.push(set.source);
			isFillAlone &&= set.run?.runFile.plan.order === 'listed';
			await readSet(set, {report, prompts});
		} finally {
			await set.close();
		}
	}
	if (isFillAlone) tellNote('a fill is even only together with the sets it adds to: name them too');
	return report.read(titles.join(', '));
}

type Growing = {report: ReturnType<typeof createReport>; prompts: PromptFinder};

async function readSet(set: OpenedSet, {report, prompts}: Growing): Promise<void> {
	for (const notice of set.notices) tellNote(notice);
	let damaged = 0;
	const readings = set.run ? await readReadings(set.run.folder) : [];
	const readingsOf = Map.groupBy(readings, ({id}) => id);
	const inSet = new Set<Judgement>();
	const records = set.records(({position, reason}) => {
		report.addUnreadable();
		if (++damaged <= mostDamagedTold) tellNote(`${set.source}, record ${position}: ${reason}`);
	});
	for await (const {record, source} of records) {
		await prompts.prepare(set, record);
		report.add(record, source);
		const fingerprint = fingerprintProse(record.npc_card_narrative.dialogue_prose);
		const ofRecord = readingsOf.get(record.training_metadata.id ?? '');
		const reading = ofRecord?.findLast(judgement => isOfProse(judgement, fingerprint));
		if (reading) inSet.add(reading);
	}
	for (const reading of readings) report.addJudgement(reading, {isInSet: inSet.has(reading)});
	if (set.run) await readAttempts(set.run.attemptsPath, report.addAttempt);
}

/** Those of the judge that read last. */
async function readReadings(runFolder: string): Promise<Judgement[]> {
	const judgements = await readJudgements(runFolder);
	return firstReadingsOf(judgements.at(-1)?.judge, judgements);
}

async function writeReport(given: Arguments, reports: Report[]): Promise<void> {
	if (given.html !== undefined) return writePage(given.html, reports);
	process.stdout.write(writeOut(given, reports));
}

function writeOut({display, markdown}: Arguments, reports: Report[]): string {
	if (display === 'json') return `${writeReportJson(reports)}\n`;
	if (markdown) return writeReportMarkdown(reports);
	return `${writeReportText(reports).map(cleanForDisplay).join('\n')}\n`;
}

/** The charts are only read when they are wanted. `-`: to stdout. */
async function writePage(path: string, reports: Report[]): Promise<void> {
	const {writeReportHtml} = await import('../exporters/report/report-html.js');
	const page = writeReportHtml(reports);
	if (path === '-') {
		process.stdout.write(page);
		return;
	}
	try {
		await writeAtomically(path, page);
	} catch (error) {
		throw toUserError({what: `cannot write \`${path}\``, hint: 'name another file behind --html', error});
	}
	process.stdout.write(`${path}\n`);
}
