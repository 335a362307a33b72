import {expect, test} from 'vitest';
import {interactionSchema} from '../../source/domain/interaction.js';
import {applyReview, findDoubt} from '../../source/domain/review.js';
import {createInteraction} from '../helpers/interaction-fixture.js';

const quality = {hard: [], soft: [], score: 1, trimmed: false};

function withSoft(failed: number) {
	const interaction = createInteraction();
	const soft = [0, 1, 2, 3].map(number => ({rule: `rule ${number}`, passed: number >= failed, detail: 'so'}));
	const {training_metadata: metadata} = interaction;
	const report = {...metadata.quality, soft, score: 1 - failed / 4};
	return {...interaction, training_metadata: {...metadata, quality: report}};
}

test('an edited record has the new prose, its count and its report, and says so', () => {
	const record = applyReview(createInteraction(), {edit: {prose: 'Three new words', quality}, note: 'short'});
	expect(record.npc_card_narrative).toMatchObject({dialogue_prose: 'Three new words', word_count: 3});
	expect(record.training_metadata).toMatchObject({edited: true, note: 'short', quality});
	expect(interactionSchema.parse(record)).toEqual(record);
});

test('a review that says nothing changes nothing', () => {
	expect(applyReview(createInteraction(), {})).toEqual(createInteraction());
});

test('more soft rules failed is more doubtful, and a judge that disagrees adds to it', () => {
	const weights = [withSoft(1), withSoft(2)].map(record => findDoubt(record, undefined)?.weight as number);
	expect(weights[0]).toBeLessThan(weights[1] as number);
	expect(findDoubt(withSoft(0), undefined)).toBeUndefined();
	expect(findDoubt(withSoft(0), 'read as x')?.reasons).toEqual(['judge: read as x']);
	expect(findDoubt(withSoft(1), 'read as x')?.weight).toBeGreaterThan(weights[0] as number);
});

test('what a person has looked at is not doubtful again', () => {
	for (const review of [
		{isKept: true},
		{edit: {prose: 'Three new words', quality: withSoft(2).training_metadata.quality}},
	]) {
		expect(findDoubt(applyReview(withSoft(2), review), 'read as x')).toBeUndefined();
	}
});
