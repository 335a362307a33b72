// A whole run of rehearsal in one process, everything of a real one but the waiting: `live-run.mjs FOLDER COUNT SEED EVERY`
// prints a line of JSON every EVERY interactions: what it holds, and the CPU of an interaction since the line before.
import {keepHeapSmall} from '../../dist/cli/keep-heap-small.js';

keepHeapSmall();

const [
	{createRehearsalEngine},
	{systemClock},
	{parsePromptBook},
	{defaultRetryPolicy},
	pipeline,
	prompts,
	folders,
] = await Promise.all([
	import('../../dist/engines/rehearsal/create-rehearsal-engine.js'),
	import('../../dist/engines/system-clock.js'),
	import('../../dist/pipeline/prompt-book.js'),
	import('../../dist/pipeline/retry-policy.js'),
	import('../../dist/pipeline/run.js'),
	import('../../dist/store/prompt-files.js'),
	import('../../dist/store/run-folder.js'),
]);

const [outputFolder, requested, seed, every] = process.argv
	.slice(2)
	.map((given, place) => (place === 0 ? given : Number(given)));
const parallel = 8;
const run = await openRun();
let cpuMs = 0;
run.subscribe(event => {
	if (event.type === 'interaction-accepted' && run.progress.accepted % every === 0) tell();
});
await run.start();
await run.store.close();

async function openRun() {
	const {texts, fingerprint} = await prompts.loadPromptFiles(prompts.defaultPromptFolder);
	const plan = {requested, order: 'balanced', seed, shard: {part: 1, of: 1}, variations: 1};
	const settings = {
		engine: 'rehearsal',
		model: 'rehearsal-grammar',
		model_digest: '',
		hosts: [],
		parallel,
		sampling: {},
	};
	const start = {app_version: '0.0.0', plan, settings, prompts: {texts, fingerprint}};
	const store = await folders.createRun({outputFolder, now: Date.now(), start});
	const engine = createRehearsalEngine({pieceDelayMs: 0});
	const made = await pipeline.createRun({
		plan: {seed, order: 'balanced', planIndexes: Array.from({length: requested}, (_, index) => index)},
		// Whole replies: pieces are for a screen.
		engine: {...engine, generate: request => engine.generate({...request, onText: undefined})},
		modelDigest: 'none',
		store,
		book: parsePromptBook(texts, fingerprint),
		policy: defaultRetryPolicy,
		clock: systemClock,
		appVersion: '0.0.0',
		contextTokens: 4_096,
		parallel,
		isTunable: false,
		exportBatch: async () => undefined,
	});
	return Object.assign(made, {store});
}

function tell() {
	const {user, system} = process.cpuUsage();
	const soFarMs = (user + system) / 1_000;
	const {rss, heapUsed} = process.memoryUsage();
	const line = {accepted: run.progress.accepted, rss, heapUsed, cpuMsEach: (soFarMs - cpuMs) / every};
	cpuMs = soFarMs;
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
