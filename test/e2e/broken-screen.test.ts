import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';
import {openTerminal} from '../helpers/terminal.js';
import {onlyRun, readRunFile} from './read-output.js';

const preload = new URL('break-screen.mjs', import.meta.url).href;

test('a run whose screen breaks in a pause goes on in plain lines, and says so', async () => {
	const folder = createTemporaryFolder();
	const breakFile = join(folder, 'break');
	const terminal = openTerminal({
		folder,
		arguments: ['--engine', 'rehearsal', '--seed', '7', '--parallel', '1', '--count', '4'],
		env: {
			NODE_OPTIONS: `--import ${preload}`,
			UNWRITTEN_BREAK_SCREEN: breakFile,
			UNWRITTEN_REHEARSAL_DELAY_MS: '5',
		},
	});
	await terminal.waitFor('RUNNING');
	terminal.press(' ');
	await terminal.waitFor('paused since');
	writeFileSync(breakFile, '');
	terminal.press('j');
	await terminal.waitFor(
		'the screen broke (no time of day); the run goes on in plain lines, and is paused no more',
	);
	expect((await terminal.exit).code).toBe(0);
	expect(terminal.text()).toContain('complete: 4 of 4 accepted');
	expect(readRunFile(onlyRun(folder)).state).toBe('finished');
});
