import {expect, test} from 'vitest';
import type {Interaction} from '../../source/domain/interaction.js';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {passGate} from '../../source/pipeline/gate.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

function reasonOf(interaction: Interaction, nearCopies = createNearCopyIndex()): string {
	const verdict = passGate({nearCopies} as Parameters<typeof passGate>[0], interaction);
	return verdict.accepted ? 'accepted' : verdict.reason;
}

test('a whole record passes', () => {
	expect(reasonOf(createInteraction())).toBe('accepted');
});

test.each<[string, (record: Interaction) => void]>([
	['npc_profile.name', ({npc_profile: npc}) => Object.assign(npc, {name: ''})],
	['npc_profile.trust', ({npc_profile: npc}) => Object.assign(npc, {trust: 1.2})],
	[
		'tension_memory.relevant_memories',
		({tension_memory: tension}) => Object.assign(tension, {relevant_memories: []}),
	],
	['training_metadata.id', ({training_metadata: metadata}) => Object.assign(metadata, {id: undefined})],
	['game_outcomes', record => Object.assign(record, {game_outcomes: undefined})],
])('a record that does not fit its schema is refused, naming the field: %s', (field, damage) => {
	const record = createInteraction();
	damage(record);
	expect(reasonOf(record)).toContain(`does not fit its schema: ${field}`);
});

test('a hard rule that was broken refuses the record with its reason', () => {
	const record = createInteraction();
	record.training_metadata.quality.hard.push({rule: 'length', passed: false, detail: 'It has 3 words.'});
	expect(reasonOf(record)).toBe('It has 3 words.');
});

test('a soft rule that was broken does not', () => {
	const record = createInteraction();
	record.training_metadata.quality.soft.push({rule: 'sense', passed: false, detail: 'No sense.'});
	expect(reasonOf(record)).toBe('accepted');
});

test('a near copy is refused with the id of the other', () => {
	const nearCopies = createNearCopyIndex();
	const record = createInteraction();
	nearCopies.add('earlier', record.npc_card_narrative.dialogue_prose);
	expect(reasonOf(record, nearCopies)).toContain('earlier');
});
