import {dirname} from 'node:path';
import {parseArgs} from 'node:util';
import {programPath} from '../helpers/terminal-program.js';
import {crashAndResume} from './crash-harness.js';
import {findPlantedBug, plantedBugs} from './planted-bugs.js';

const {values} = parseArgs({
	options: {
		kills: {type: 'string', default: '200'},
		seed: {type: 'string', default: '20261125'},
		lanes: {type: 'string', default: '2'},
		planted: {type: 'boolean', default: false},
	},
});
const seed = Number(values.seed);
const startedAt = performance.now();
if (values.planted) await findAllPlanted();
else await killMany();
say(`time       ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);

async function killMany(): Promise<void> {
	const lanes = Number(values.lanes);
	const tally = await crashAndResume({
		program: dirname(programPath),
		kills: Number(values.kills),
		seed,
		lanes,
	});
	say(tally.format());
}

async function findAllPlanted(): Promise<void> {
	for (const name of Object.keys(plantedBugs)) {
		const found = await findPlantedBug(name, seed);
		say(`${name.padEnd(22)} ${found === undefined ? 'NOT FOUND' : `found: ${found}`}`);
		if (found === undefined) process.exitCode = 1;
	}
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
