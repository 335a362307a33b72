// Rejects one interaction of a run, as the key `x` does: on disk first, announced second. Arguments: dist folder, output folder, run, id, plan index.
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [dist, outputFolder, runId, id, planIndex] = process.argv.slice(2);
const {openRun} = await import(pathToFileURL(join(dist, 'store/run-folder.js')).href);
const folder = await openRun({outputFolder, runId, now: Date.now()});
await folder.appendDecision({
	at: new Date().toISOString(),
	id,
	plan_index: Number(planIndex),
	decision: 'reject',
});
process.stdout.write(`rejected ${id}\n`);
await folder.close();
