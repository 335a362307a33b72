import {z} from 'zod';
import {openConfigFile} from './config-file.js';

const keptRuns = 7;
const samplesSchema = z.array(z.number().positive());

export type EngineAndModel = {engine: string; model: string};

/** How long an accepted interaction took in the last runs, by engine and model: what the target picker estimates from. */
export interface Timings {
	/** Median seconds per accepted interaction; undefined when this pair never ran. */
	readEstimate(key: EngineAndModel): number | undefined;
	/** Remembers one run. What cannot be kept is lost: it is only an estimate. */
	saveEstimate(run: EngineAndModel & {secondsPerInteraction: number}): void;
}

export async function openTimings(options: {folder?: string} = {}): Promise<Timings> {
	const file = await openConfigFile({name: 'timings', ...options});

	function samplesOf({engine, model}: EngineAndModel): number[] {
		const samples = samplesSchema.safeParse(file.values[timingKey({engine, model})]);
		return samples.success ? samples.data : [];
	}

	return {
		readEstimate: key => median(samplesOf(key)),
		saveEstimate: ({secondsPerInteraction, ...key}) => {
			if (!(secondsPerInteraction > 0 && Number.isFinite(secondsPerInteraction))) return;
			file.save({[timingKey(key)]: [...samplesOf(key), secondsPerInteraction].slice(-keptRuns)});
		},
	};
}

function timingKey({engine, model}: EngineAndModel): string {
	return `${engine} ${model}`;
}

function median(samples: number[]): number | undefined {
	const sorted = samples.toSorted((left, right) => left - right);
	const middle = sorted.length / 2;
	const high = sorted[Math.floor(middle)];
	const low = sorted[Math.ceil(middle) - 1];
	return high === undefined || low === undefined ? undefined : (high + low) / 2;
}
