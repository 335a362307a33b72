import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {batchNames, onlyRun, readBatch, readJournal} from './read-output.js';
import {runProgram} from './run-program.js';

const proseOf = (batch: ReturnType<typeof readBatch>) =>
	batch.map(record => record.npc_card_narrative.dialogue_prose);

/** An editor that does to its file what the shell lines say. */
function writeEditor(folder: string, lines: string): string {
	const path = join(folder, 'editor.sh');
	writeFileSync(path, `#!/bin/sh\n${lines}\n`);
	chmodSync(path, 0o755);
	return path;
}

async function openEndedRun(editorLines: string) {
	const folder = createTemporaryFolder();
	const terminal = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--count', '6', '--seed', '7'],
		env: {EDITOR: writeEditor(folder, editorLines)},
	});
	await terminal.waitFor(endDialog);
	terminal.press('\u001B');
	await terminal.waitFor(/COMPLETE[\s\S]*6 requested/);
	return {folder, terminal};
}

test('E hands the prose to $EDITOR; what the rules let pass counts, is marked, and is in the export', async () => {
	const {folder, terminal} = await openEndedRun('cp "$1" seen.txt; sed -i "s/ the / that /; s/^/Hm, /" "$1"');
	terminal.press('E');
	await terminal.waitFor('edited: the new prose counts');
	terminal.press('/');
	terminal.press('hm,');
	await terminal.waitFor(/Interactions [^\n]*1 of 1/);
	terminal.press('\r');
	const [decision] = readJournal(onlyRun(folder), 'decisions.jsonl') as Array<Record<string, string>>;
	const before = readFileSync(join(folder, 'seen.txt'), 'utf8').trim();
	expect(decision).toMatchObject({decision: 'edit', prose: `Hm, ${before.replace(' the ', ' that ')}`});
	terminal.press('\r');
	await terminal.waitFor('edited by hand');
	terminal.press('m');
	await terminal.waitFor('note: ');
	terminal.press('a good one');
	await terminal.waitFor('note: a good one');
	terminal.press('\r');
	await terminal.waitFor('noted');
	terminal.press('\u001Bq');
	expect((await terminal.exit).code).toBe(0);
	const [renewed] = /multi_step_batch_\S+\.json/u.exec(terminal.text()) ?? [];
	expect(batchNames(folder)).toHaveLength(2);
	expect(proseOf(readBatch(folder, renewed as string))).toContain(decision?.prose);
	const {stdout} = await runProgram({folder, arguments: ['export', 'latest']});
	const edited = readBatch(folder, basename(stdout.trim())).filter(record => record.training_metadata.edited);
	expect(edited.map(record => record.npc_card_narrative.dialogue_prose)).toEqual([decision?.prose]);
	expect(edited[0]?.training_metadata.note).toBe('a good one');
});

test('prose that breaks a hard rule is refused with the reason, and the next edit goes on with it', async () => {
	const {folder, terminal} = await openEndedRun('cat "$1" >> seen.txt; echo "Too short." > "$1"');
	terminal.press('E');
	await terminal.waitFor(/refused: It has 2 words/);
	terminal.press('E');
	await terminal.waitFor(() => readFileSync(join(folder, 'seen.txt'), 'utf8').includes('Too short.'));
	expect(readJournal(onlyRun(folder), 'decisions.jsonl')).toEqual([]);
});

test('Ctrl+C in the editor is for the editor: the run and the screen stay, and what was edited counts', async () => {
	const {folder, terminal} = await openEndedRun(
		'trap "echo heard >> seen.txt" INT; kill -INT 0; kill -QUIT $PPID; kill -INT 0; sed -i "s/^/Hm, /" "$1"',
	);
	terminal.press('E');
	await terminal.waitFor('edited: the new prose counts');
	expect(readFileSync(join(folder, 'seen.txt'), 'utf8')).toContain('heard');
	terminal.kill('SIGINT');
	expect((await terminal.exit).code).toBe(130);
});

test('SIGTERM while the editor is open ends the editor too', async () => {
	const {folder, terminal} = await openEndedRun('trap "" HUP; echo $$ > editor.pid; exec sleep 60');
	const pid = () => Number(readFileSync(join(folder, 'editor.pid'), 'utf8'));
	terminal.press('E');
	await expect.poll(() => existsSync(join(folder, 'editor.pid')) && pid()).toBeGreaterThan(0);
	terminal.kill('SIGTERM');
	expect((await terminal.exit).code).toBe(143);
	await expect.poll(() => existsSync(`/proc/${pid()}/fd/0`)).toBe(false);
});

test('an editor that fails changes nothing', async () => {
	const {folder, terminal} = await openEndedRun('exit 3');
	terminal.press('E');
	await terminal.waitFor(/ended with 3; nothing was changed/);
	expect(readJournal(onlyRun(folder), 'decisions.jsonl')).toEqual([]);
});

test('r goes through the doubtful ones: a keeps and x rejects, each with the next one after it', async () => {
	const {folder, terminal} = await openEndedRun('exit 3');
	terminal.press('r');
	const shown = await terminal.waitFor(/Review 1 of \d+: /);
	const total = Number(/Review 1 of (\d+)/.exec(shown)?.[1]);
	expect(total).toBeGreaterThan(1);
	terminal.press('a');
	await terminal.waitFor(`Review 2 of ${total}`);
	terminal.press('x');
	await terminal.waitFor(total > 2 ? `Review 3 of ${total}` : '6 requested');
	await terminal.waitFor(() => readJournal(onlyRun(folder), 'decisions.jsonl').length === 2);
	const decisions = readJournal(onlyRun(folder), 'decisions.jsonl') as Array<{decision: string}>;
	expect(decisions.map(({decision}) => decision)).toEqual(['keep', 'reject']);
});
