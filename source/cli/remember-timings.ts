import {activeTimeMs} from '../pipeline/throughput.js';
import {openTimings} from '../store/timings.js';
import type {OpenedRun} from './begin-run.js';

const fewestForTiming = 2;

/** Keeps how long an accepted interaction took with this model, for the next picker's estimate. */
export async function rememberTimings({run, facts}: OpenedRun): Promise<void> {
	const {throughput} = run.progress;
	if (throughput.acceptedHere < fewestForTiming) return;
	const seconds = activeTimeMs(throughput, Date.now()) / 1_000 / throughput.acceptedHere;
	const timings = await openTimings();
	timings.saveEstimate({engine: facts.engine, model: facts.model, secondsPerInteraction: seconds});
}
