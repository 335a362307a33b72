import {EngineError} from '../../pipeline/errors.js';
import type {Finding} from './finding.js';
import {askPatient, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {remedyFor} from './remedies.js';

const timeoutMs = 60_000;
const requests = 4;
const maxTokens = 40;

type Span = {sentAt: number; firstAt: number; lastAt: number};

/** Four requests at once: how many of them are written at the same time, and how long the second waits for its first word. */
export async function checkParallel(patient: Patient): Promise<Finding> {
	const spans = await Promise.all(Array.from({length: requests}, (_, index) => writeOne(patient, index + 1)));
	const written = spans.filter(span => span !== undefined).sort((one, other) => one.firstAt - other.firstAt);
	const [first, second] = written;
	if (!first || !second) {
		return {check: 'parallel', level: 'unknown', what: 'not found out: the requests at once gave no text'};
	}
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
