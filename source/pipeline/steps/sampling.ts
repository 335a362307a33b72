import type {PromptForm} from '../build-messages.js';
import type {Sampling} from '../ports.js';

/** v2.2's `top_p` and `top_k`; the penalty keeps small models out of loops. Temperatures are set per step. */
export const baseSampling = {topP: 0.98, topK: 80, repeatPenalty: 1.1};

/** The short form is for models that lose the thread; cooler they hold it better (7 of 24 scenes against 3 at 0.92). */
const shortFormTemperature = 0.5;
/** A further try of the same scene gets a little warmer, or it would fail the same way. */
const warmerWithEachTry = 0.1;

/** `try`: of the slot, from 1. */
export function samplingFor(sampling: Sampling, place: {form: PromptForm; try: number}): Sampling {
	if (place.form === 'full') return sampling;
	const temperature = shortFormTemperature + warmerWithEachTry * (place.try - 1);
	return {...sampling, temperature: Math.min(sampling.temperature, Number(temperature.toFixed(2)))};
}
