// Takes pictures of the real program in a real terminal, as SVG files in docs/pictures.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {drawScreen} from './picture-svg.mjs';
import {openProgram} from './picture-terminal.mjs';

const sizes = [
	{columns: 200, rows: 60},
	{columns: 120, rows: 40},
	{columns: 80, rows: 24},
];
const target = fileURLToPath(new URL('../docs/pictures', import.meta.url));
const rehearsal = ['--engine', 'rehearsal', '--count', '200', '--seed', '7', '--parallel', '4'];

mkdirSync(target, {recursive: true});
for (const size of sizes) {
	await inFolder(folder => takePicker(size, folder));
	await inFolder(folder => takeRun(size, folder));
}

async function takePicker(size, folder) {
	const program = openProgram({...size, folder, arguments: []});
	await program.waitFor(/try it with the rehearsal/);
	save('picker', size, program);
	program.press('q');
	await program.ended;
}

async function takeRun(size, folder) {
	const program = openProgram({...size, folder, arguments: rehearsal});
	await program.waitFor(/(?:4[5-9]|[5-9]\d) of 200 /);
	// A dialogue that has got somewhere, so that streaming can be seen.
	await program.waitFor(text => /, dialogue/.test(text) && longestPreview(text) > 3);
	save('run', size, program);
	program.press('jjj\r');
	await program.waitFor(/setting {3}/);
	save('record', size, program);
	program.press('\u0003\u0003');
	await program.ended;
}

/** Lines between the title of the preview and the caret. */
function longestPreview(text) {
	const lines = text.split('\n');
	const title = lines.findIndex(line => /Writing: .*dialogue/.test(line));
	const caret = lines.findIndex(line => line.includes('▏'));
	return title === -1 ? 0 : caret - title;
}

function save(name, {columns, rows}, program) {
	const path = join(target, `${name}-${columns}x${rows}.svg`);
	writeFileSync(path, drawScreen(program.emulator, `unwritten, ${name}, ${columns} × ${rows}`));
	process.stderr.write(`${path}\n`);
}

async function inFolder(take) {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-picture-'));
	try {
		await take(folder);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
