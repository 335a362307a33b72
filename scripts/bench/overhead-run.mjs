// One measured run in a process of its own: everything a real run does (prompts, checks, gate, journals, fsync), with an
// engine that answers at once with replies recorded before. Prints one line of JSON.
import {mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {keepHeapSmall} from '../../dist/cli/keep-heap-small.js';

keepHeapSmall();

const {mode, repliesPath, count, parallel} = JSON.parse(process.argv[2]);
const [{createRehearsalEngine}, {createBenchRun}] = await Promise.all([
	import('../../dist/engines/rehearsal/create-rehearsal-engine.js'),
	import('./create-bench-run.mjs'),
]);

const seed = 7;
const folder = mkdtempSync(join(tmpdir(), 'unwritten-bench-'));
try {
	process.stdout.write(`${JSON.stringify(await measure())}\n`);
} finally {
	rmSync(folder, {recursive: true, force: true});
}

async function measure() {
	const replies = mode === 'record' ? new Map() : openReplies(repliesPath);
	const engine = mode === 'record' ? createRecorder(replies) : createReplayer(replies, mode);
	// Half as much again comes first and is not measured: what runs for hours is compiled.
	if (mode !== 'record') await makeInteractions(engine, Math.ceil(count / 2));
	globalThis.gc?.();
	const cpuBefore = process.cpuUsage();
	const startedAt = performance.now();
	const accepted = await makeInteractions(engine, count);
	const wallMs = performance.now() - startedAt;
	const {user, system} = process.cpuUsage(cpuBefore);
	if (mode === 'record') writeReplies(repliesPath, replies);
	const peakBytes = process.resourceUsage().maxRSS * 1024;
	return {accepted, wallMs, cpuMs: (user + system) / 1_000, peakBytes};
}

async function makeInteractions(engine, requested) {
	const {run, store} = await createBenchRun({engine, outputFolder: folder, requested, seed, parallel});
	await run.start();
	await store.close();
	return run.progress.accepted;
}

/** Texts end to end, and where each stands: what was recorded is the bench's own, and not to swell the memory it measures. */
function writeReplies(path, replies) {
	const texts = Array.from(replies.values(), text => Buffer.from(text));
	let at = 0;
	const places = Array.from(replies.keys(), (key, index) => {
		const from = at;
		at += texts[index].length;
		return [key, [from, texts[index].length]];
	});
	writeFileSync(path, Buffer.concat(texts));
	writeFileSync(`${path}.places`, JSON.stringify(places));
}

/** They are asked for nearly in the order they were recorded: a window of the file goes along, so that few calls read it. */
function openReplies(path) {
	const texts = openSync(path);
	const places = new Map(JSON.parse(readFileSync(`${path}.places`, 'utf8')));
	const window = Buffer.alloc(2 ** 20);
	let begins = 0;
	let ends = 0;
	return key => {
		const [from, length] = places.get(key) ?? [0, 0];
		if (length === 0) return '';
		if (from < begins || from + length > ends) {
			begins = Math.max(0, from - window.length / 4);
			ends = begins + readSync(texts, window, 0, window.length, begins);
		}
		return window.toString('utf8', from - begins, from - begins + length);
	};
}

/** Rehearsal writes; its replies are kept by sampling seed, which a run with the same seed draws again. */
function createRecorder(replies) {
	const rehearsal = createRehearsalEngine({pieceDelayMs: 0});
	return {
		...rehearsal,
		async generate(request) {
			const reply = await rehearsal.generate({...request, onText: undefined});
			replies.set(keyOf(request), reply.text);
			return reply;
		},
	};
}

/** `whole`: the reply comes as one piece, as the peers' test server sent it; `tokens`: in pieces of one word. */
function createReplayer(replies, pieces) {
	const rehearsal = createRehearsalEngine({pieceDelayMs: 0});
	return {
		name: 'bench',
		host: 'in the process',
		model: 'none',
		inspect: async () => ({engine: 'bench', host: '', version: '', models: []}),
		unload: async () => {},
		async generate(request) {
			// Some replies are sent back for what the run said before, which depends on the order of its interactions.
			const text =
				replies(keyOf(request)) || (await rehearsal.generate({...request, onText: undefined})).text;
			const parts = pieces === 'whole' ? [text] : cutIntoWords(text);
			let written = '';
			let finish = 'stop';
			for (const part of parts) {
				written += part;
				if (request.onText?.(part) !== 'enough') continue;
				finish = 'enough';
				break;
			}
			return {
				text: written,
				finish,
				promptTokens: 900,
				outputTokens: 90,
				timeToFirstTokenMs: 0,
				durationMs: 0,
			};
		},
	};
}

/** Each word with the blank before it, as servers send tokens; no pattern, whose time would be counted for the program's. */
function cutIntoWords(text) {
	const words = [];
	for (let from = 0, end = 0; from < text.length; from = end) {
		const blank = text.indexOf(' ', from + 1);
		end = blank < 0 ? text.length : blank;
		words.push(text.slice(from, end));
	}
	return words;
}

function keyOf({seed: samplingSeed, brief}) {
	return `${samplingSeed} ${brief.step}`;
}
