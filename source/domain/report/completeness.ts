import type {ReadableInteraction} from '../legacy-interaction.js';
import {expectNone, type FigureGroup, formatPart} from './figure-group.js';
import {createTally} from './tally.js';

/** Fields that are empty, missing or null; none should be. */
export function createCompleteness(): FigureGroup {
	const empty = createTally();
	let records = 0;
	let incomplete = 0;
	return {
		add(record) {
			records++;
			const missing = listEmptyFields(record);
			if (missing.length > 0) incomplete++;
			for (const field of missing) empty.add(field);
		},
		read() {
			return {
				section: {
					id: 'completeness',
					title: 'Empty fields',
					facts: [
						{label: 'records with an empty field', value: formatPart(incomplete, records)},
						...empty.top().map(({value, count}) => ({
							label: `empty ${value}`,
							value: formatPart(count, records),
						})),
					],
					charts: [],
				},
				findings: [
					expectNone({
						id: 'complete',
						title: 'Records with an empty field',
						count: incomplete,
						total: records,
						why: 'whatever fills a template with it writes a hole, and the model learns the hole',
					}),
				],
				figures: {records, incomplete, empty: empty.top()},
			};
		},
	};
}

function listEmptyFields(record: ReadableInteraction): string[] {
	const {interaction_context: context, tension_memory: tension, npc_card_narrative: narrative} = record;
	const fields: Record<string, string | readonly unknown[] | null | undefined> = {
		capacity_factors: record.npc_emotional_state.capacity_factors,
		situation_description: context.situation_description,
		location: context.location,
		time_context: context.time_context,
		hook_element: tension.tension_hook.element,
		relevant_memories: tension.relevant_memories,
		subtext: tension.subtext,
		internal_conflict: tension.internal_conflict,
		setting_context: narrative.setting_context,
		dialogue_prose: narrative.dialogue_prose,
		primary_action: narrative.primary_action,
	};
	return Object.keys(fields).filter(field => {
		const value = fields[field];
		return typeof value === 'string' ? value.trim() === '' : (value?.length ?? 0) === 0;
	});
}
