import type {Interaction} from '../domain/interaction.js';
import {fingerprintProse, type Judgement, type Reading} from '../domain/judgement.js';
import type {BlindReader} from './blind-reader.js';

/** The judgement of a record as it goes to disk. */
export function describeJudgement(parts: {
	interaction: Interaction;
	reader: BlindReader;
	named: Reading | undefined;
	at: number;
}): Judgement {
	const {interaction, reader, named, at} = parts;
	const {training_metadata: metadata} = interaction;
	return {
		at: new Date(at).toISOString(),
		id: metadata.id,
		plan_index: metadata.plan_index,
		judge: reader.fingerprint,
		engine: reader.engine,
		model: reader.model,
		wanted: {
			complexity: metadata.complexity_type,
			authenticity: metadata.authenticity_target,
			capacity: metadata.capacity_level,
		},
		named: named ?? null,
		prose_fingerprint: fingerprintProse(interaction.npc_card_narrative.dialogue_prose),
		gated: false,
	};
}
