import {AbortedError, EngineError} from '../../pipeline/errors.js';
import type {Clock, Engine, EngineInspection} from '../../pipeline/ports.js';
import {checkAnswer, checkThinking} from './check-answer.js';
import {checkContext} from './check-context.js';
import {checkMemory} from './check-memory.js';
import {checkParallel} from './check-parallel.js';
import {checkSchema} from './check-schema.js';
import {checkSpeed} from './check-speed.js';
import type {CheckName, Finding} from './finding.js';
import type {Patient} from './patient.js';
import {keyRemedy, remedyFor} from './remedies.js';

/** All checks together take no longer than this. */
const longestExaminationMs = 180_000;
const inspectTimeoutMs = 8_000;
const preferredContextTokens = 4_096;

const probes: Array<{check: CheckName; look: (patient: Patient) => Promise<Finding>}> = [
	{check: 'thinking', look: checkThinking},
	{check: 'schema', look: checkSchema},
	{check: 'context', look: checkContext},
	{check: 'parallel', look: checkParallel},
	{check: 'speed', look: checkSpeed},
	{check: 'memory', look: checkMemory},
];

export type Examination = {
	engine: Engine;
	clock: Clock;
	machine: Patient['machine'];
	/** Called with each check as it begins. */
	onCheck?: (check: CheckName) => void;
};

/** Looks at an engine as a run would use it, trap by trap, by asking and never by a name. Yields what it finds. */
export async function* examineEngine(examination: Examination): AsyncGenerator<Finding> {
	const {engine, onCheck} = examination;
	onCheck?.('reachable');
	const inspection = await inspect(engine);
	if ('level' in inspection) return yield inspection;
	yield {
		check: 'reachable',
		level: 'ok',
		what: `${inspection.engine} (${inspection.version}) answers at ${inspection.host}`,
	};
	yield judgeModel(engine, inspection);
	if (!inspection.model || engine.name === 'rehearsal') return;
	yield* probe(createPatient(examination, inspection.model), onCheck);
}

async function* probe(patient: Patient, onCheck: Examination['onCheck']): AsyncGenerator<Finding> {
	onCheck?.('answer');
	const answer = await look(patient, {check: 'answer', look: checkAnswer});
	yield answer;
	// Who does not answer a simple question shows nothing by the others.
	if (answer.level !== 'ok') return;
	for (const each of probes) {
		onCheck?.(each.check);
		yield look(patient, each);
	}
}

/** A probe that takes too long is called off, and that is what was found. */
async function look(patient: Patient, {check, look}: (typeof probes)[number]): Promise<Finding> {
	if (patient.signal.aborted) return {check, level: 'unknown', what: 'not looked at: the time was up'};
	try {
		return await look(patient);
	} catch (error) {
		if (error instanceof AbortedError) {
			return {check, level: 'unknown', what: 'not found out: it took too long'};
		}
		throw error;
	}
}

function createPatient(
	{engine, clock, machine}: Examination,
	model: NonNullable<EngineInspection['model']>,
): Patient {
	return {
		engine,
		clock,
		signal: AbortSignal.timeout(longestExaminationMs),
		contextTokens: Math.min(preferredContextTokens, model.contextTokens),
		isContextAssumed: model.isContextAssumed ?? false,
		canThink: model.canThink,
		machine,
	};
}

async function inspect(engine: Engine): Promise<EngineInspection | Finding> {
	const wrong = {check: 'reachable' as const, level: 'wrong' as const};
	try {
		return await engine.inspect(AbortSignal.timeout(inspectTimeoutMs));
	} catch (error) {
		if (error instanceof AbortedError) {
			return {...wrong, what: `${engine.host} does not answer in time`, ...remedyFor('away', engine)};
		}
		if (!(error instanceof EngineError)) throw error;
		const remedy = error.failure === 'key-refused' ? keyRemedy : remedyFor('away', engine);
		return {...wrong, what: error.message, ...remedy};
	}
}

function judgeModel(engine: Engine, {model, models}: EngineInspection): Finding {
	if (model) return {check: 'model', level: 'ok', what: `the model ${model.name} is there (${model.digest})`};
	const names =
		models
			.map(({name}) => name)
			.slice(0, 12)
			.join(', ') || 'none';
	return {
		check: 'model',
		level: 'wrong',
		what: `the model ${engine.model} is not there; models: ${names}`,
		...remedyFor('no-model', engine),
	};
}
