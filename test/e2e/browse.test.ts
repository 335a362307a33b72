import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {
	batchNames,
	countUp,
	onlyRun,
	planIndexes,
	readBatch,
	readJournal,
	readRecords,
} from './read-output.js';

/** A run of six that has ended and whose list is in front. */
async function openEndedRun() {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '6', '--seed', '7'],
	});
	await terminal.waitFor(endDialog);
	terminal.press('\u001B');
	await terminal.waitFor(text => !text.includes('Complete.') && text.includes('COMPLETE'));
	return {folder, terminal, names: readRecords(onlyRun(folder)).map(record => record.npc_profile.name)};
}

function openRunningRun(folder: string) {
	return openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '40', '--seed', '7', '--parallel', '2'],
		env: {UNWRITTEN_REHEARSAL_DELAY_MS: '4'},
	});
}

test('j moves in the list, enter opens the record, esc closes it', async () => {
	const {terminal, folder, names} = await openEndedRun();
	const newestFirst = names.toReversed();
	terminal.press('j\r');
	await terminal.waitFor(`━ ${newestFirst[1]} ━`);
	const record = readRecords(onlyRun(folder)).at(-2);
	const opening = record?.npc_card_narrative.dialogue_prose.split(' ').slice(0, 3).join(' ') as string;
	await terminal.waitFor(opening);
	terminal.press('n');
	await terminal.waitFor(`━ ${newestFirst[2]} ━`);
	terminal.press('\u001B');
	await terminal.waitFor('6 requested');
});

test('/ filters by name, esc clears the filter', async () => {
	const {terminal, names} = await openEndedRun();
	const [wanted = '', other = ''] = names;
	terminal.press(`/`);
	terminal.press(wanted);
	await terminal.waitFor(text => text.includes(wanted) && !text.includes(other));
	terminal.press('\u001B');
	await terminal.waitFor(text => text.includes(wanted) && text.includes(other));
});

test('x rejects and its cell is filled again, also after the end of the run', async () => {
	const {terminal, folder} = await openEndedRun();
	const [first = ''] = batchNames(folder);
	terminal.press('x');
	await terminal.waitFor('✗');
	// The seventh is listed after the run went on: from then on COMPLETE is the new end, not the old one.
	await terminal.waitFor(/COMPLETE[\s\S]* of 7 /);
	expect(batchNames(folder)).toHaveLength(2);
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	const run = onlyRun(folder);
	expect(readJournal(run, 'decisions.jsonl')).toHaveLength(1);
	expect(readRecords(run)).toHaveLength(7);
	const second = batchNames(folder).find(name => name !== first) as string;
	expect(planIndexes(readBatch(folder, second))).toEqual(countUp(6));
	const ids = (name: string) => readBatch(folder, name).map(record => record.training_metadata.id);
	expect(ids(second).filter(id => !ids(first).includes(id))).toHaveLength(1);
});

test('x while the run goes on rejects one, and a takes it back', async () => {
	const folder = createTemporaryFolder();
	const terminal = openRunningRun(folder);
	await terminal.waitFor(/[1-9] of 40 /);
	terminal.press('x');
	await terminal.waitFor('rejected: its cell is filled again');
	terminal.press('a');
	await terminal.waitFor('it counts again');
	expect(readJournal(onlyRun(folder), 'decisions.jsonl')).toHaveLength(2);
});

test('help, settings and the stop question open over a run that goes on', async () => {
	const folder = createTemporaryFolder();
	const terminal = openRunningRun(folder);
	await terminal.waitFor(/[1-9] of 40 /);
	terminal.press('?');
	await terminal.waitFor('finish the step under way, start nothing new');
	const before = readRecords(onlyRun(folder)).length;
	terminal.press('\u001B');
	await terminal.waitFor('40 requested');
	terminal.press('s');
	await terminal.waitFor(/output folder/i);
	terminal.press('\u001B');
	await terminal.waitFor(text => {
		const accepted = Number(/(\d+) of 40 /.exec(text)?.[1] ?? 0);
		return accepted > before + 1;
	});
});

test('+ and - change how many are under way', async () => {
	const terminal = openRunningRun(createTemporaryFolder());
	await terminal.waitFor('2 at once');
	terminal.press('+');
	await terminal.waitFor(/3 at once[\s\S]*= .* 3 running/);
	terminal.press('--');
	await terminal.waitFor(/1 at once[\s\S]*= .* 1 running/);
});

test('e writes a partial batch while the run goes on', async () => {
	const folder = createTemporaryFolder();
	const terminal = openRunningRun(folder);
	await terminal.waitFor(/[2-9] of 40 /);
	terminal.press('e');
	await terminal.waitFor('wrote ');
	const [name = ''] = batchNames(folder);
	expect(name).toContain('PARTIAL');
	expect(readBatch(folder, name).length).toBeGreaterThan(1);
	await terminal.waitFor('RUNNING');
});

test('tab moves the focus, which is seen without colour', async () => {
	const terminal = openRunningRun(createTemporaryFolder());
	await terminal.waitFor('┏━ Interactions');
	terminal.press('\t');
	await terminal.waitFor(text => text.includes('┏━ Writing') && text.includes('╭─ Interactions'));
	terminal.press('\u001B[Z');
	await terminal.waitFor('┏━ Interactions');
});

test('y copies the dialogue through the terminal', async () => {
	const {terminal, folder} = await openEndedRun();
	terminal.press('y');
	await terminal.waitFor('copied the dialogue');
	const [, copied = ''] = /\u001B\]52;c;([^\u0007]*)\u0007/.exec(terminal.raw()) ?? [];
	const newest = readRecords(onlyRun(folder)).at(-1);
	expect(Buffer.from(copied, 'base64').toString()).toBe(newest?.npc_card_narrative.dialogue_prose);
});
