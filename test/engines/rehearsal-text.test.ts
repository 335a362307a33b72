import {readdirSync, readFileSync} from 'node:fs';
import {beforeAll, expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import type {Draw} from '../../source/domain/draw.js';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {parseWorld} from '../../source/domain/parse-world.js';
import {checkStepText} from '../../source/domain/quality/check-step-text.js';
import {createNearCopyIndex, type NearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {judgeProse, type ProseJudgement} from '../../source/domain/quality/judge-prose.js';
import {createRandom} from '../../source/domain/random.js';
import {
	contextSchema,
	primitivesSchema,
	type Tension,
	tensionSchema,
} from '../../source/domain/step-outputs.js';
import pairs from '../../source/engines/rehearsal/pairs.json' with {type: 'json'};
import {pastOfAction, tellClausesInPast} from '../../source/engines/rehearsal/past-of-action.js';
import {writeDialogue} from '../../source/engines/rehearsal/write-dialogue.js';
import {writeContext, writePrimitives, writeTension} from '../../source/engines/rehearsal/write-plan.js';

/** Eight times all 128 cells. */
const count = 1024;
const folder = new URL('../../prompts/world/', import.meta.url);

type Written = {draw: Draw; plan: unknown[]; tension: Tension; prose: string; judgement: ProseJudgement};

let written: Written[];
let index: NearCopyIndex;
let closest: number[];

beforeAll(() => {
	const files = Object.fromEntries(
		readdirSync(folder).map(name => [name, readFileSync(new URL(name, folder), 'utf8')]),
	);
	const draw = createDrawer({seed: 7, order: 'balanced', world: parseWorld(files)});
	written = Array.from({length: count}, (_, planIndex) => writeAll(draw(planIndex)));
	index = createNearCopyIndex();
	closest = written.map(({prose}, planIndex) => {
		const similarity = index.findClosest(prose)?.similarity ?? 0;
		index.add(String(planIndex), prose);
		return similarity;
	});
});

function writeAll(draw: Draw): Written {
	const random = createRandom('test', draw.planIndex);
	const tension = writeTension({draw, random});
	const prose = writeDialogue({draw, tension, random});
	const plan = [writePrimitives({draw, random}), writeContext({draw, random}), tension];
	return {draw, plan, tension, prose, judgement: judgeProse({prose, draw, tension})};
}

test('the draws cover every cell', () => {
	expect(new Set(written.map(({draw}) => cellNumber(draw.cell))).size).toBe(128);
});

test('every dialogue keeps every hard rule', () => {
	const broken = written.flatMap(({prose, judgement}) =>
		judgement.hard
			.filter(finding => !finding.passed)
			.map(finding => `${finding.rule}: ${finding.detail} ${prose}`),
	);
	expect(broken).toEqual([]);
});

test('the soft rules are kept nearly always', () => {
	const mean = written.reduce((sum, {judgement}) => sum + judgement.score, 0) / count;
	expect(mean).toBeGreaterThan(0.9);
});

test('no two dialogues are near copies, by far', () => {
	expect(index.size).toBe(count);
	expect(Math.max(...closest)).toBeLessThan(0.45);
});

test('every plan obeys its schema and its text rules', () => {
	for (const {draw, plan} of written) {
		expect(primitivesSchema.safeParse(plan[0]).error).toBeUndefined();
		expect(contextSchema(draw.factorImpacts.length).safeParse(plan[1]).error).toBeUndefined();
		expect(tensionSchema.safeParse(plan[2]).error).toBeUndefined();
	}
	const texts = JSON.stringify(
		written.flatMap(({plan}) => plan),
		(_, value) => value,
	);
	const strings = [...texts.matchAll(/:"((?:[^"\\]|\\.)*)"/gu)].map(
		match => JSON.parse(`"${match[1]}"`) as string,
	);
	expect(strings.length).toBeGreaterThan(count * 9);
	expect([...new Set(strings)].map(checkStepText).filter(reason => reason !== undefined)).toEqual([]);
});

test('no slot is left open and no sentence is empty', () => {
	const texts = written.flatMap(({prose, plan}) => [prose, JSON.stringify(plan)]);
	expect(texts.filter(text => /\{\p{L}|\p{L}\}|undefined| {2}/u.test(text))).toEqual([]);
});

test('each dialogue uses the drawn object and speaks a line of its pair', () => {
	for (const {draw, prose} of written) {
		expect(prose.toLowerCase()).toContain(draw.hookObject.toLowerCase());
		const direction = draw.misjudgmentDirection === 'under' ? 'under' : 'over';
		const {complexity, authenticity} = draw.cell;
		const pull = complexity === 'misjudgment' ? (`misjudgment-${direction}` as const) : complexity;
		const lines = pairs[pull][authenticity].said.map(line => line.match(/“([^”{]+)/u)?.[1] as string);
		expect(lines.some(line => prose.includes(line))).toBe(true);
	}
});

test('each of the 32 pairs has lines of its own', () => {
	const lines = Object.values(pairs).flatMap(pair =>
		Object.values(pair).flatMap(({said, did}) => [...said, ...did]),
	);
	expect(new Set(lines).size).toBe(lines.length);
	expect(Object.keys(pairs)).toHaveLength(9);
});

test('"they" takes its own forms', () => {
	const plural = written.filter(({draw}) => draw.pronouns === 'they/them').map(({prose}) => prose);
	expect(plural.length).toBeGreaterThan(20);
	expect(plural.filter(prose => /\bthey (?:was|has|is|does)\b/iu.test(prose))).toEqual([]);
});

test.each([
	['fold a receipt', 'folded a receipt'],
	['wind a cable', 'wound a cable'],
	['tap a cup', 'tapped a cup'],
	['open a bag', 'opened a bag'],
	['tie a shoelace', 'tied a shoelace'],
	['dry a cup that is dry', 'dried a cup that was dry'],
	['set a phone face down', 'set a phone face down'],
	['stretch one shoulder until it clicks', 'stretched one shoulder until it clicked'],
	['stack two cups and carry them', undefined],
])('%j happened as %j', (action, past) => {
	expect(pastOfAction(action)).toBe(past);
});

test('an action with two verbs keeps its base form', () => {
	expect(tellClausesInPast('lick a thumb and turn a page')).toBe('lick a thumb and turn a page');
});

test('a plan that another engine made is held to: its hook surfaces all the same', () => {
	const {draw} = written[0] as Written;
	const tension = {
		...(written[0] as Written).tension,
		hook_element: 'A violin has been missing since spring.',
	};
	const prose = writeDialogue({draw, tension, random: createRandom(1)});
	expect(prose).toContain('violin');
	expect(judgeProse({prose, draw, tension}).hard.every(finding => finding.passed)).toBe(true);
});
