import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {openUnfinishedRun} from '../../source/cli/open-run.js';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {resolveSettings} from '../../source/cli/resolve-settings.js';
import type {Interaction} from '../../source/domain/interaction.js';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const output = captureOutput();
const reference = JSON.parse(readFileSync('test/fixtures/v2.2-batch.json', 'utf8'));

const readJournal = (folder: string, name: string) =>
	readFileSync(join(folder, `${name}.jsonl`), 'utf8')
		.split('\n')
		.slice(0, -1)
		.map(line => JSON.parse(line));
const proseOf = (record: Interaction) => record.npc_card_narrative.dialogue_prose;

async function unwritten(options: string[]): Promise<number> {
	output.stdout.length = 0;
	output.stderr.length = 0;
	return main(options);
}

/** A file of v2.2 and the folder of a run that fills it; the same draws each time. */
async function planFill(count: number) {
	const out = createTemporaryFolder();
	const source = join(out, 'old.json');
	writeFileSync(source, JSON.stringify(reference));
	const options = `--fill --count ${count} --seed 5 --out`.split(' ');
	expect(await unwritten(['merge', source, ...options, out])).toBe(0);
	const folder = output.stdout.join('').trim().split('\n').at(-1) as string;
	return {out, source, folder};
}

const resumeOptions = (folder: string) =>
	`--plain --resume ${folder} --engine rehearsal --parallel 1`.split(' ');

function changePlan(folder: string, change: Record<string, unknown>): void {
	const path = join(folder, 'run.json');
	const file = JSON.parse(readFileSync(path, 'utf8'));
	writeFileSync(path, JSON.stringify({...file, plan: {...file.plan, ...change}}));
}

/** The prose of one of ours in a record of v2.2, which has no id. */
function asOld({npc_card_narrative: narrative}: Interaction) {
	const [old] = reference;
	return {...old, npc_card_narrative: {...old.npc_card_narrative, ...narrative}};
}

/** As a person would who stops it after the first. */
async function makeOne(folder: string): Promise<void> {
	const given = parseArguments(resumeOptions(folder));
	const opening = {given, settings: await resolveSettings(given), isFullScreen: false};
	const {run, finish} = await openUnfinishedRun(opening, folder);
	run.subscribe(({type}) => {
		if (type === 'interaction-accepted') void run.stop();
	});
	expect(await run.start()).toBe('stopped');
	await finish();
}

test.each([
	['v2.2', 'begun'],
	['v2.2', 'resumed'],
	['run', 'begun'],
	['run', 'resumed'],
])('what the engine repeats of a source (%s) is refused when the fill is %s', async (kind, state) => {
	const told = await planFill(5);
	await unwritten(resumeOptions(told.folder));
	const records: Interaction[] = readJournal(told.folder, 'interactions');
	const {source, folder} = await planFill(5);
	if (state === 'resumed') await makeOne(folder);
	writeFileSync(source, JSON.stringify([...reference, ...records.map(asOld)]));
	if (kind === 'run') changePlan(folder, {sources: [told.folder]});

	expect(await unwritten(resumeOptions(folder))).toBe(0);

	const refusals = readJournal(folder, 'attempts').filter(({reason}) =>
		reason.includes('nearly the same as'),
	);
	const named =
		kind === 'run'
			? `${basename(told.folder)}-0000\\d of ${basename(told.folder)}`
			: 'record 5\\d of old.json';
	expect(refusals.map(({reason}) => reason).join()).toMatch(new RegExp(`as ${named};`, 'u'));
	expect(output.stderr.join('')).not.toContain('source');
	const copies = createNearCopyIndex();
	for (const record of records) copies.add(record.training_metadata.id, proseOf(record));
	const made: Interaction[] = readJournal(folder, 'interactions');
	expect(made).toHaveLength(5);
	const isNew = ({training_metadata: {plan_index: index}}: Interaction) => state === 'begun' || index > 0;
	expect(made.filter(isNew).filter(record => copies.findNearCopy(proseOf(record)))).toEqual([]);
});

test('a fill remembers its sources by absolute paths, each once, whoever names them', async () => {
	const {out, source, folder} = await planFill(2);
	await unwritten(resumeOptions(folder));
	const id = basename(folder);
	await unwritten(['merge', 'test/fixtures/v2.2-batch.json', source, id, folder, '--fill', '--out', out]);
	const planned = output.stdout.join('').trim().split('\n').at(-1) as string;
	expect(JSON.parse(readFileSync(join(planned, 'run.json'), 'utf8')).plan.sources).toEqual([
		resolve('test/fixtures/v2.2-batch.json'),
		source,
		folder,
	]);
});

test('sources that are gone or broken are told with a hint, and the fill goes on without them', async () => {
	const {out, folder} = await planFill(2);
	const [torn, broken] = [join(out, 'torn.json'), join(out, 'broken.json')];
	writeFileSync(torn, JSON.stringify([reference[0], {}, reference[1]]).slice(0, -400));
	writeFileSync(broken, 'no JSON');
	const run = join(out, 'runs', '20200101-000000-aa');
	changePlan(folder, {sources: ['/gone/\u001B[31mold.json', run, torn, broken]});
	expect(await unwritten(resumeOptions(folder))).toBe(0);
	const told = output.stderr.join('');
	expect(told).toContain('no file `/gone/old.json`; hint: put it back');
	expect(told).not.toContain('\u001B');
	expect(told).toContain(`\`${run}\`; hint: `);
	expect(told).toContain(`\`${broken}\` is no JSON array and no JSON lines; hint: `);
	expect(told).toContain(`\`${torn}\`, 2 elements are no records`);
	expect(readJournal(folder, 'log').at(0).notices).toHaveLength(4);
	expect(readJournal(folder, 'interactions')).toHaveLength(2);
});

test('a source whose path is not absolute is none', async () => {
	const {folder} = await planFill(2);
	changePlan(folder, {sources: ['../old.json']});
	expect(await unwritten(resumeOptions(folder))).toBe(2);
	expect(output.stderr.join('')).toContain('plan.sources.0: not an absolute path');
});
