import type {Judgement, Reading} from '../../source/domain/judgement.js';
import type {BlindReader} from '../../source/pipeline/blind-reader.js';
import type {MemoryStore} from './memory-store.js';

export const wrongReading: Reading = {complexity: 'projection', authenticity: 'struggling', roles: 'kept'};

/** A judge over a run that says what it is told to, and its journal in memory. */
export function createJudging(
	read: (id: string) => Reading | undefined | Promise<Reading | undefined>,
	gate = true,
) {
	const judgements: Judgement[] = [];
	const asked: string[] = [];
	const reader: BlindReader = {
		fingerprint: 'judge-1',
		engine: 'fake',
		host: 'http://judge.invalid',
		model: 'judge:1b',
		unload: async () => 'unloaded',
		read: async ({id}) => {
			asked.push(id);
			return read(id);
		},
	};
	const journal = {judgements, append: async (each: Judgement) => void judgements.push(each)};
	return {judgements, asked, judging: {reader, journal, gate}};
}

/** What a reader names that sees every label as it was meant. */
export function readAsMeant({interactions}: MemoryStore, id: string): Reading {
	const found = interactions.find(({training_metadata: metadata}) => metadata.id === id);
	if (!found) throw new Error(`there is no interaction ${id}`);
	const {complexity_type: complexity, authenticity_target: authenticity} = found.training_metadata;
	return {complexity, authenticity, roles: 'kept'};
}
