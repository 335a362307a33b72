// A whole run of rehearsal in one process, everything of a real one but the waiting: `live-run.mjs FOLDER COUNT SEED EVERY`
// prints a line of JSON every EVERY interactions: what it holds, and the CPU of an interaction since the line before.
import {keepHeapSmall} from '../../dist/cli/keep-heap-small.js';

keepHeapSmall();

const [{createRehearsalEngine}, {createBenchRun}] = await Promise.all([
	import('../../dist/engines/rehearsal/create-rehearsal-engine.js'),
	import('./create-bench-run.mjs'),
]);

const [outputFolder, requested, seed, every] = process.argv
	.slice(2)
	.map((given, place) => (place === 0 ? given : Number(given)));
const parallel = 8;
const rehearsal = createRehearsalEngine({pieceDelayMs: 0});
// Whole replies: pieces are for a screen.
const engine = {...rehearsal, generate: request => rehearsal.generate({...request, onText: undefined})};
const {run, store} = await createBenchRun({engine, outputFolder, requested, seed, parallel});
let cpuMs = 0;
run.subscribe(event => {
	if (event.type === 'interaction-accepted' && run.progress.accepted % every === 0) tell();
});
await run.start();
await store.close();

function tell() {
	const {user, system} = process.cpuUsage();
	const soFarMs = (user + system) / 1_000;
	const {rss, heapUsed} = process.memoryUsage();
	const line = {accepted: run.progress.accepted, rss, heapUsed, cpuMsEach: (soFarMs - cpuMs) / every};
	cpuMs = soFarMs;
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
