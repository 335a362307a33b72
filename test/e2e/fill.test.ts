import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {cellOfReadable, readableInteractionSchema} from '../../source/domain/legacy-interaction.js';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {endDialog} from '../helpers/end-dialog.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {onlyRun, readRecords} from './read-output.js';
import {runProgram} from './run-program.js';

const reference = fileURLToPath(new URL('../fixtures/v2.2-batch.json', import.meta.url));

test('a planned fill is begun from the full screen, and its map asks for the listed cells alone', async () => {
	const folder = createTemporaryFolder();
	await runProgram({folder, arguments: ['merge', reference, '--fill', '--count', '6']});
	const {cells} = JSON.parse(readFileSync(`${onlyRun(folder)}/run.json`, 'utf8')).plan;
	const terminal = openTerminal({folder, arguments: ['--resume', '--engine', 'rehearsal']});
	await terminal.waitFor(endDialog);
	terminal.press('\u001B');
	await terminal.waitFor(/COMPLETE[\s\S]*6 requested = 6 accepted/);
	await terminal.waitFor('6 of 6 full');
	terminal.press('q');
	expect((await terminal.exit).code).toBe(0);
	const made = readRecords(onlyRun(folder)).map(record => {
		const cell = cellOfReadable(readableInteractionSchema.parse(record));
		return [record.training_metadata.plan_index, cell && cellNumber(cell)];
	});
	expect(Object.fromEntries(made)).toEqual(Object.fromEntries(cells.entries()));
});
