import {z} from 'zod';
import type {FigureGroup} from './figure-group.js';

const stepSchema = z.looseObject({
	step: z.string(),
	attempts: z.number(),
	duration_ms: z.number(),
	prompt_tokens: z.number(),
	/** Only where the engine tells it. */
	cached_prompt_tokens: z.number().optional(),
	output_tokens: z.number(),
});

const quantileStep = 1.05;

/** Quantiles of positive numbers to within 5 %, in memory that does not grow. */
function createQuantiles() {
	const counts = new Map<number, number>();
	let total = 0;
	return {
		add(value: number) {
			const place = value <= 0 ? 0 : Math.max(0, Math.ceil(Math.log(value) / Math.log(quantileStep)));
			counts.set(place, (counts.get(place) ?? 0) + 1);
			total++;
		},
		at(share: number): number {
			let seen = 0;
			for (const [place, count] of [...counts].sort((a, b) => a[0] - b[0])) {
				seen += count;
				if (seen >= share * total) return Math.round(quantileStep ** place);
			}
			return 0;
		},
	};
}

type StepFigures = {
	records: number;
	attempts: number;
	durationMs: number;
	promptTokens: number;
	/** Prompt tokens of the records that tell how many of them were cached, and how many were. */
	told: {promptTokens: number; cachedTokens: number};
	outputTokens: number;
	durations: ReturnType<typeof createQuantiles>;
};

const noTime = 'not recorded';

/** What each step cost: time, tokens and calls, from the records' own accounts. */
export function createSteps(): FigureGroup {
	const steps = new Map<string, StepFigures>();
	let records = 0;
	return {
		add(record) {
			records++;
			for (const entry of asList(record.training_metadata.steps)) {
				const parsed = stepSchema.safeParse(entry);
				if (parsed.success) note(steps, parsed.data);
			}
		},
		read() {
			const listed = [...steps].slice(0, 20);
			return {
				section: {
					id: 'steps',
					title: 'Time and tokens by step',
					facts:
						listed.length === 0
							? [{label: 'time and tokens', value: noTime}]
							: listed.map(([step, figures]) => ({label: `step ${step}`, value: describe(figures)})),
					charts: [
						{
							kind: 'bars',
							title: 'Mean time of a step, in milliseconds',
							bars: listed.map(([label, {durationMs, records: count}]) => ({
								label,
								count: Math.round(durationMs / count),
							})),
						},
						{
							kind: 'bars',
							title: 'Mean tokens written in a step',
							bars: listed.map(([label, {outputTokens, records: count}]) => ({
								label,
								count: Math.round(outputTokens / count),
							})),
						},
					],
				},
				findings: [],
				figures: {
					records,
					steps: Object.fromEntries(listed.map(([step, figures]) => [step, toJson(figures)])),
				},
			};
		},
	};
}

function asList(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function note(steps: Map<string, StepFigures>, entry: z.infer<typeof stepSchema>): void {
	const figures = steps.get(entry.step) ?? {
		records: 0,
		attempts: 0,
		durationMs: 0,
		promptTokens: 0,
		told: {promptTokens: 0, cachedTokens: 0},
		outputTokens: 0,
		durations: createQuantiles(),
	};
	figures.records++;
	figures.attempts += entry.attempts;
	figures.durationMs += entry.duration_ms;
	figures.promptTokens += entry.prompt_tokens;
	figures.outputTokens += entry.output_tokens;
	if (entry.cached_prompt_tokens !== undefined) {
		figures.told.promptTokens += entry.prompt_tokens;
		figures.told.cachedTokens += entry.cached_prompt_tokens;
	}
	figures.durations.add(entry.duration_ms);
	steps.set(entry.step, figures);
}

function cachedShare({told}: StepFigures): number | undefined {
	if (told.promptTokens === 0) return undefined;
	return Number((told.cachedTokens / told.promptTokens).toFixed(3));
}

function toJson(figures: StepFigures) {
	const {records, attempts, durationMs, promptTokens, outputTokens, durations} = figures;
	const cached = cachedShare(figures);
	const mean = (sum: number, digits: number) => Number((sum / records).toFixed(digits));
	return {
		records,
		mean_attempts: mean(attempts, 2),
		mean_ms: mean(durationMs, 1),
		median_ms: durations.at(0.5),
		p95_ms: durations.at(0.95),
		mean_prompt_tokens: mean(promptTokens, 1),
		...(cached !== undefined && {cached_prompt_share: cached}),
		mean_output_tokens: mean(outputTokens, 1),
	};
}

function describe(figures: StepFigures): string {
	const json = toJson(figures);
	return [
		`mean ${json.mean_ms} ms`,
		`median ${json.median_ms} ms`,
		`19 of 20 under ${json.p95_ms} ms`,
		`${json.mean_prompt_tokens} prompt tokens${describeCache(json.cached_prompt_share)}`,
		`${json.mean_output_tokens} tokens written`,
		`${json.mean_attempts} calls`,
	].join(', ');
}

function describeCache(share: number | undefined): string {
	return share === undefined ? '' : ` (${Math.round(share * 100)} % of them from the cache)`;
}
