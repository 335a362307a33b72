import {z} from 'zod';
import {openConfigFile} from './config-file.js';

const keptRuns = 7;
const samplesSchema = z.array(z.number().positive());

export type EngineAndModel = {engine: string; model: string};

export type SecondsRange = {low: number; high: number};

/** How long an accepted interaction took in the last runs, by engine and model: what the target picker estimates from. */
export interface Timings {
	/** Seconds per accepted interaction, from the fastest to the slowest of the last runs; undefined without any. */
	readEstimate(key: EngineAndModel): SecondsRange | undefined;
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
		readEstimate: key => rangeOf(samplesOf(key)),
		saveEstimate: ({secondsPerInteraction, ...key}) => {
			if (!(secondsPerInteraction > 0 && Number.isFinite(secondsPerInteraction))) return;
			file.save({[timingKey(key)]: [...samplesOf(key), secondsPerInteraction].slice(-keptRuns)});
		},
	};
}

function timingKey({engine, model}: EngineAndModel): string {
	return `${engine} ${model}`;
}

/** One run, or runs that were all alike, promise less than they seem to. */
const least = {below: 0.85, above: 1.2};

/** A run that took a multiple of the others, because the machine was busy, must not decide. */
const most = {below: 0.6, above: 1.6};

function rangeOf(samples: number[]): SecondsRange | undefined {
	const middle = median(samples);
	if (middle === undefined) return undefined;
	const low = Math.min(...samples, middle * least.below);
	const high = Math.max(...samples, middle * least.above);
	return {low: Math.max(low, middle * most.below), high: Math.min(high, middle * most.above)};
}

function median(samples: number[]): number | undefined {
	const sorted = samples.toSorted((left, right) => left - right);
	const middle = sorted.length / 2;
	const high = sorted[Math.floor(middle)];
	const low = sorted[Math.ceil(middle) - 1];
	return high === undefined || low === undefined ? undefined : (high + low) / 2;
}
