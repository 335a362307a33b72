import {z} from 'zod';
import {
	type AuthenticityTarget,
	authenticityTargets,
	type Cell,
	type ComplexityType,
	capacityLevels,
	complexityTypes,
} from './parameter-space.js';
import type {Labels} from './parse-labels.js';
import {createRandom, hashSeed} from './random.js';

/** What a blind reader named after reading the prose alone. */
export const readingSchema = z.object({
	complexity: z.enum(complexityTypes),
	authenticity: z.enum(authenticityTargets),
	/** `swapped`: "you" is the one who is asked for support. */
	roles: z.enum(['kept', 'swapped']),
});
export type Reading = z.infer<typeof readingSchema>;

/** A line of `judge.jsonl`: what a record was made to be, and what the reader saw; `named` is null without an answer. */
export const judgementSchema = z.looseObject({
	at: z.iso.datetime(),
	id: z.string().min(1),
	plan_index: z.int().min(0),
	/** Fingerprint of the judge: prompt, meanings, engine, model and digest. */
	judge: z.string().min(1),
	engine: z.string(),
	model: z.string(),
	wanted: z.object({
		complexity: z.enum(complexityTypes),
		authenticity: z.enum(authenticityTargets),
		capacity: z.enum(capacityLevels),
	}),
	named: readingSchema.nullable(),
	/** Of the prose that was read, see `fingerprintProse`; absent in lines of earlier versions. */
	prose_fingerprint: z.string().optional(),
	/** True when the record was rejected for it. */
	gated: z.boolean().default(false),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** 8 hex digits: tells whether the prose of a record is still the one that was read. */
export function fingerprintProse(prose: string): string {
	return hashSeed('prose', prose).toString(16).padStart(8, '0');
}

/** False where the prose was edited after the reading: then nothing is known of it. */
export function isOfProse({prose_fingerprint: read}: Judgement, fingerprint: string): boolean {
	return read === undefined || read === fingerprint;
}

/** The last one of each record: of several of one judge it is the one that holds. */
export function keepLatest(judgements: Iterable<Judgement>): Judgement[] {
	return [...new Map([...judgements].map(judgement => [judgement.id, judgement])).values()];
}

/** Of one judge, by its fingerprint, the one that holds for each record. */
export function judgementsOf(judge: string | undefined, judgements: readonly Judgement[]): Judgement[] {
	return keepLatest(judgements.filter(judgement => judgement.judge === judge));
}

/**
 * What one judge, by its fingerprint, said of every text when it first read it, those included that a gate refused and those
 * that were edited since: a judge is only measured by what it did not choose itself.
 */
export function firstReadingsOf(judge: string | undefined, judgements: readonly Judgement[]): Judgement[] {
	const first = new Map<string, Judgement>();
	for (const judgement of judgements) {
		const text = `${judgement.id} ${judgement.prose_fingerprint ?? ''}`;
		if (judgement.judge === judge && !first.has(text)) first.set(text, judgement);
	}
	return [...first.values()];
}

/** Whether other labels were named than were meant. */
export function isMisread(wanted: Cell, named: Reading): boolean {
	return wanted.complexity !== named.complexity || wanted.authenticity !== named.authenticity;
}

/**
 * Whether a gate may have to act on it: other labels or swapped roles were named. What a gate refused already and counts
 * nevertheless was let in by a person.
 */
export function saysOtherwise({wanted, named, gated}: Judgement): boolean {
	return !gated && named !== null && (named.roles === 'swapped' || isMisread(wanted, named));
}

export type JudgeOptions = {complexities: ComplexityType[]; authenticities: AuthenticityTarget[]};

/** The labels in an order of their own for each record: a reader that likes the first answer must not be right by it. */
export function shuffleOptions(id: string): JudgeOptions {
	return {
		complexities: createRandom('judge', 'complexity', id).shuffle(complexityTypes),
		authenticities: createRandom('judge', 'authenticity', id).shuffle(authenticityTargets),
	};
}

/** In an order that says nothing of the plan. */
export function shuffleIds(ids: string[]): string[] {
	return createRandom('judge', 'order', ids.length).shuffle(ids);
}

/** 16 hex digits: readings with the same fingerprint may be counted together. */
export function fingerprintJudge(parts: {prompt: string; labels: Labels; model: string[]}): string {
	const {prompt, labels, model} = parts;
	const text = JSON.stringify([prompt, labels.complexity, labels.authenticity, model]);
	return [1, 2].map(salt => hashSeed('judge', salt, text).toString(16).padStart(8, '0')).join('');
}
