// What one near-copy check costs over a long run: `check-near-copies.mjs FOLDER OTHER` asks for the texts of the
// run in the other folder and prints a line of JSON.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {createNearCopyIndex} from '../../dist/domain/quality/find-near-copy.js';
import {readRun} from '../../dist/store/run-folder.js';

const [longFolder, otherFolder] = process.argv.slice(2);
const proses = await readProses(otherFolder);
const folder = await openOnly(longFolder);
let reads = 0;
const proseAt = number => {
	reads++;
	return folder.nearCopies.proseAt(number);
};
const index = createNearCopyIndex({...folder.nearCopies, proseAt});
await folder.nearCopies.visitCounted(index.addArchived);
// What runs for hours is compiled, and has its first pages in the cache of the disk.
for (const prose of proses) index.findNearCopy(`${prose} `);
reads = 0;
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const copies = proses.filter(prose => index.findNearCopy(prose)).length;
const wallMs = performance.now() - startedAt;
const {user, system} = process.cpuUsage(cpuBefore);
await folder.close();
const each = {
	checkMs: wallMs / proses.length,
	checkCpuMs: (user + system) / 1_000 / proses.length,
	reads: reads / proses.length,
};
process.stdout.write(`${JSON.stringify({records: index.size, copies, ...each})}\n`);

function openOnly(outputFolder) {
	const [runId] = readdirSync(join(outputFolder, 'runs'));
	return readRun({outputFolder, runId});
}

async function readProses(outputFolder) {
	const run = await openOnly(outputFolder);
	const texts = [];
	for await (const {prose} of run.countedProse()) texts.push(prose);
	await run.close();
	return texts;
}
