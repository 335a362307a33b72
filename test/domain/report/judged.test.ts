import {expect, test} from 'vitest';
import type {Judgement, Reading} from '../../../source/domain/judgement.js';
import {
	authenticityTargets,
	type Cell,
	cellFromNumber,
	complexityTypes,
} from '../../../source/domain/parameter-space.js';
import {createRandom} from '../../../source/domain/random.js';
import {createJudged} from '../../../source/domain/report/judged.js';

function createJudgement(index: number, said: {wanted: Cell; named: Reading; judge?: string}): Judgement {
	return {
		at: '2026-11-25T00:00:00.000Z',
		id: `r-${index}`,
		plan_index: index,
		judge: 'f'.repeat(16),
		engine: 'ollama',
		model: 'reader',
		gated: false,
		...said,
	};
}

/** What is said of roles, by a reader that names every label as it was meant. */
function readRoles(roles: Array<Reading['roles']>, judge?: string): Judgement[] {
	return roles.map((role, index) => {
		const wanted = cellFromNumber(index % 128);
		return createJudgement(index, {wanted, named: {...wanted, roles: role}, ...(judge && {judge})});
	});
}

function findingOf(id: string, judgements: Judgement[], isInSet = (_: Judgement) => true) {
	const group = createJudged();
	for (const judgement of judgements) group.add(judgement, {isInSet: isInSet(judgement)});
	const finding = group.read().findings.find(each => each.id === id);
	if (!finding) throw new Error(`no finding ${id}`);
	return finding;
}

const rolesOf = (judgements: Judgement[]) => findingOf('roles-swapped', judgements);
const times = (count: number, role: Reading['roles']) => new Array<Reading['roles']>(count).fill(role);

test('swapped roles that a reader tells apart from kept ones harm', () => {
	expect(rolesOf(readRoles([...times(3, 'swapped'), ...times(9, 'kept')]))).toMatchObject({
		value: 3,
		verdict: 'harms',
	});
	expect(rolesOf(readRoles(times(12, 'kept')))).toMatchObject({value: 0, verdict: 'fits'});
});

test.each([
	['every text', times(12, 'swapped')],
	['60 of 100 texts', [...times(60, 'swapped'), ...times(40, 'kept')]],
	['one text of seven', [...times(1, 'swapped'), ...times(6, 'kept')]],
])('a reader that calls the roles of %s swapped has said nothing', (_, roles) => {
	expect(rolesOf(readRoles(roles))).toMatchObject({value: undefined, verdict: 'unknown'});
});

test('of two readers only the one that tells roles apart counts', () => {
	const judgements = [...readRoles(times(12, 'kept')), ...readRoles(times(12, 'swapped'), 'other')];
	expect(rolesOf(judgements)).toMatchObject({value: 0, shown: '0 of 12 (0 %)', verdict: 'fits'});
});

test('swapped roles that a gate refused are not in the set, and still show that the reader tells them apart', () => {
	const judgements = readRoles([...times(2, 'swapped'), ...times(10, 'kept')]);
	const finding = findingOf('roles-swapped', judgements, ({named}) => named?.roles === 'kept');
	expect(finding).toMatchObject({value: 0, shown: '0 of 10 (0 %)', verdict: 'fits'});
});

test('an axis of which a reader says the same of nearly every text is not held against the set', () => {
	const judgements = Array.from({length: 100}, (_, index) => {
		const wanted = cellFromNumber(index);
		return createJudgement(index, {wanted, named: {...wanted, complexity: 'avoidance', roles: 'kept'}});
	});
	const complexity = findingOf('judged-complexity', judgements);
	expect(complexity).toMatchObject({value: undefined, verdict: 'unknown'});
	expect(complexity.shown).toContain(
		'the reader says complexity avoidance of nearly every text: it does not read for this',
	);
	expect(findingOf('judged-authenticity', judgements).verdict).toBe('fits');
});

test('a reader that guesses does not look better for what its own gate let through', () => {
	const random = createRandom('guesser', 7);
	const kept = new Set<Judgement>();
	const judgements: Judgement[] = [];
	for (let slot = 0; slot < 500; slot++) {
		const wanted = cellFromNumber(slot % 128);
		for (let tries = 0; tries <= 2; tries++) {
			const complexity = random.pick(complexityTypes);
			const authenticity = random.pick(authenticityTargets);
			const isAsMeant = complexity === wanted.complexity && authenticity === wanted.authenticity;
			const judgement = createJudgement(judgements.length, {
				wanted,
				named: {complexity, authenticity, roles: 'kept'},
			});
			judgements.push(judgement);
			if (!isAsMeant && tries < 2) continue;
			kept.add(judgement);
			break;
		}
	}
	expect(findingOf('judged-complexity', [...kept]).verdict).toBe('fits');
	const finding = findingOf('judged-complexity', judgements, judgement => kept.has(judgement));
	expect(finding.verdict).toBe('harms');
	expect(finding.shown).toContain(`${judgements.length - 500} no longer in the set included`);
});
