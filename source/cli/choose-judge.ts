import {parseHost} from '../engines/parse-host.js';
import type {RunFile} from '../store/run-file.js';
import type {Arguments} from './parse-arguments.js';

/** Which reader is wanted; what is absent is as in the run. */
export type JudgeChoice = NonNullable<RunFile['settings']['judge']>;

/**
 * The reader that was asked for now, else the one that the run remembers; undefined where there is none. To name engine,
 * model or host of a judge is to ask for one; of the one that the run remembers, the rest is kept.
 */
export function chooseJudge(given: Arguments, kept?: JudgeChoice): JudgeChoice | undefined {
	const isAsked = given.judge || given.judgeGate;
	const isNamed = (given.judgeEngine ?? given.judgeModel ?? given.judgeHost) !== undefined;
	if (!isAsked && !isNamed) return kept;
	return {...completeJudge(given, kept), gate: isAsked ? given.judgeGate : (kept?.gate ?? false)};
}

/** What was named of a judge, and the rest as the run remembers it: whoever reads for it again is the same judge. */
export function completeJudge(given: Arguments, kept?: JudgeChoice): JudgeChoice {
	return {
		gate: false,
		// Model and host are those of an engine.
		...(given.judgeEngine === undefined && kept),
		...(given.judgeEngine && {engine: given.judgeEngine}),
		...(given.judgeModel && {model: given.judgeModel}),
		...(given.judgeHost && {host: refuseMalformed(given.judgeHost)}),
	};
}

/** Which port is meant without one is known once there is an engine: it is kept as it was typed. */
function refuseMalformed(host: string): string {
	parseHost(host);
	return host;
}
