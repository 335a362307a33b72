import {expect, test} from 'vitest';
import type {Judgement} from '../../../source/domain/judgement.js';
import {createJudged} from '../../../source/domain/report/judged.js';

function judge(roles: Array<'kept' | 'swapped'>) {
	const group = createJudged();
	for (const [index, role] of roles.entries()) group.add(createJudgement(index, role));
	return group.read().findings.find(({id}) => id === 'roles-swapped');
}

function createJudgement(index: number, roles: 'kept' | 'swapped'): Judgement {
	const wanted = {complexity: 'baseline', authenticity: 'failed', capacity: 'low'} as const;
	return {
		at: '2026-11-25T00:00:00.000Z',
		id: `r-${index}`,
		plan_index: index,
		judge: 'f'.repeat(16),
		engine: 'ollama',
		model: 'reader',
		wanted,
		named: {complexity: 'baseline', authenticity: 'failed', roles},
	} as Judgement;
}

test('swapped roles that a reader tells apart from kept ones harm', () => {
	const roles = Array.from(
		{length: 12},
		(_, index) => (index < 3 ? 'swapped' : 'kept') as 'kept' | 'swapped',
	);
	expect(judge(roles)).toMatchObject({value: 3, verdict: 'harms'});
	expect(judge(roles.fill('kept'))).toMatchObject({value: 0, verdict: 'fits'});
});

test('a reader that calls the roles of every text swapped has said nothing', () => {
	expect(judge(Array(12).fill('swapped'))).toMatchObject({value: undefined, verdict: 'unknown'});
});
