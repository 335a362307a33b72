import {comesAtOnce} from '../../domain/comes-at-once.js';
import {EngineError} from '../../pipeline/errors.js';
import type {Finding} from './finding.js';
import {askPatient, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {remedyFor} from './remedies.js';

const timeoutMs = 60_000;
const requests = 4;
const maxTokens = 40;

type Span = {sentAt: number; firstAt: number; lastAt: number};

/**
 * Four requests at once: how many of them are written at the same time, and how long the second waits for its first word.
 * Where replies come at once, they end at the same time that are.
 */
export async function checkParallel(patient: Patient): Promise<Finding> {
	const spans = await Promise.all(Array.from({length: requests}, (_, index) => writeOne(patient, index + 1)));
	const written = spans.filter(span => span !== undefined).sort((one, other) => one.firstAt - other.firstAt);
	const [first, second] = written;
	if (!first || !second) {
		return {check: 'parallel', level: 'unknown', what: 'not found out: the requests at once gave no text'};
	}
	if (written.every(span => comesAtOnce(spanMs(span)))) return judgeHeldBack(patient, written);
	const atOnce = countAtOnce(written);
	const waits = {firstWaitMs: first.firstAt - first.sentAt, secondWaitMs: second.firstAt - second.sentAt};
	const detail = `first word of the first after ${seconds(waits.firstWaitMs)} s, of the second after ${seconds(waits.secondWaitMs)} s`;
	const measured = {atOnce, requests, ...waits};
	if (atOnce > 1) {
		const what = `${atOnce} of ${requests} requests are written at the same time (${detail})`;
		return {check: 'parallel', level: 'ok', what, measured};
	}
	return {
		check: 'parallel',
		level: 'slow',
		what: `it writes one request at a time, the others wait (${detail})`,
		measured,
		...remedyFor('one-slot', patient.engine),
	};
}

/** Such replies show no first word: one alone shows how far apart those end that are written one after the other. */
async function judgeHeldBack(patient: Patient, written: Span[]): Promise<Finding> {
	const alone = await writeOne(patient, requests + 1);
	if (!alone) return {check: 'parallel', level: 'unknown', what: 'not found out: a request gave no text'};
	const aloneMs = spanMs(alone).durationMs;
	const togetherMs = Math.max(...written.map(span => spanMs(span).durationMs));
	const atOnce = countEndingTogether(written, aloneMs / 2);
	const heldBack =
		'each reply comes all at once at its end: a proxy holds it back, or the server does not stream';
	const served = atOnce > 1 ? `${atOnce} of ${requests} requests are` : 'one request at a time is';
	const detail = `one alone takes ${seconds(aloneMs)} s, ${requests} together ${seconds(togetherMs)} s`;
	return {
		check: 'parallel',
		level: 'slow',
		what: `${served} written (${detail}), and ${heldBack}`,
		measured: {atOnce, requests, aloneMs, togetherMs},
		...remedyFor(atOnce > 1 ? 'held-back' : 'one-slot', patient.engine),
	};
}

function spanMs({sentAt, firstAt, lastAt}: Span): {firstTokenMs: number; durationMs: number} {
	return {firstTokenMs: firstAt - sentAt, durationMs: lastAt - sentAt};
}

/** The most that end within so long of each other. */
function countEndingTogether(spans: Span[], withinMs: number): number {
	const counts = spans.map(
		({lastAt}) => spans.filter(other => other.lastAt >= lastAt && other.lastAt - lastAt < withinMs).length,
	);
	return Math.max(...counts);
}

async function writeOne(patient: Patient, seed: number): Promise<Span | undefined> {
	const {clock} = patient;
	const span: Span = {sentAt: clock.now(), firstAt: 0, lastAt: 0};
	const onText = () => {
		span.lastAt = clock.now();
		span.firstAt ||= span.lastAt;
		return 'continue' as const;
	};
	try {
		await askPatient(patient, {prompt: probes.story, maxTokens, seed, timeoutMs, onText});
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
	}
	return span.firstAt === 0 ? undefined : span;
}

/** The most that were between their first and their last word at one moment. */
function countAtOnce(spans: Span[]): number {
	const counts = spans.map(
		({firstAt}) => spans.filter(other => other.firstAt <= firstAt && firstAt < other.lastAt).length,
	);
	return Math.max(1, ...counts);
}

function seconds(durationMs: number): string {
	return (durationMs / 1_000).toFixed(1);
}
