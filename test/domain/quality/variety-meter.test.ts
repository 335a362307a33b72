import {expect, test} from 'vitest';
import {nameWorn} from '../../../source/domain/quality/name-worn.js';
import {sceneShape} from '../../../source/domain/quality/scene-shape.js';
import {splitSentences} from '../../../source/domain/quality/split-sentences.js';
import {
	createVarietyMeter,
	type ToldScene,
	varietyWindow,
} from '../../../source/domain/quality/variety-meter.js';
import {createRandom} from '../../../source/domain/random.js';

/** Prose of words that hardly ever meet twice. */
function createScene(seed: number, changes: Partial<ToldScene> = {}): ToldScene {
	const random = createRandom('variety', seed);
	const words = Array.from({length: 90}, () => `w${random.integer(0, 30_000)}`);
	return {
		prose: words.join(' '),
		name: `Name${seed}`,
		venue: `place ${seed}`,
		family: `f${seed}`,
		...changes,
	};
}

function addScenes(count: number, change: (seed: number) => Partial<ToldScene>, first = 0) {
	const meter = createVarietyMeter();
	for (let seed = first; seed < first + count; seed++) meter.add(createScene(seed, change(seed)));
	return meter;
}

const worn = (meter: ReturnType<typeof createVarietyMeter>, kind: string) =>
	meter.findWorn().filter(thing => thing.kind === kind);

test('varied scenes wear nothing out but their shape, which is always one of few', () => {
	const meter = addScenes(varietyWindow, () => ({}));
	expect(meter.findWorn().filter(({kind}) => kind !== 'shape')).toEqual([]);
	expect(meter.distinct2).toBeGreaterThan(0.95);
});

test('a phrase in every fifth scene is worn, told with the name of whoever is in it left open', () => {
	const meter = addScenes(varietyWindow, seed => {
		const {prose} = createScene(seed);
		return seed % 5 === 0 ? {prose: `${prose} Name${seed} folded the blue receipt twice.`} : {};
	});
	const phrases = worn(meter, 'phrase');
	expect(phrases[0]).toEqual({kind: 'phrase', what: 'NAME folded the blue', count: 20, of: 100});
	expect(nameWorn(phrases[0] as never)).toBe('"NAME folded the blue" in 20 of 100');
});

test('parts of one longer phrase are named once', () => {
	const meter = addScenes(varietyWindow, seed => ({
		prose: `${createScene(seed).prose} she counted every single wooden spoon`,
	}));
	expect(worn(meter, 'phrase').map(({what}) => what)).toEqual(['she counted every single']);
});

test('what is worn recovers once the window has moved on, not at the first dip', () => {
	const meter = createVarietyMeter();
	const tell = (seed: number, isWorn: boolean) => {
		const {prose} = createScene(seed);
		meter.add(createScene(seed, {prose: isWorn ? `${prose} her gaze dropped` : prose}));
	};
	for (let seed = 0; seed < 100; seed++) tell(seed, seed % 5 === 0);
	expect(worn(meter, 'stock-phrase')).toMatchObject([{what: 'gaze', count: 20}]);
	for (let seed = 100; seed < 140; seed++) tell(seed, false);
	expect(worn(meter, 'stock-phrase')).toMatchObject([{what: 'gaze', count: 12}]);
	for (let seed = 140; seed < 160; seed++) tell(seed, false);
	expect(worn(meter, 'stock-phrase')).toEqual([]);
});

test('openings, names and venues that come back are seen; variations of one scene share theirs by design', () => {
	const again = addScenes(60, seed => ({name: `N${seed % 4}`, venue: 'the bakery', family: `f${seed}`}));
	expect(worn(again, 'name').length).toBe(4);
	expect(worn(again, 'venue')).toMatchObject([{what: 'the bakery', count: 60}]);
	const variations = addScenes(60, seed => ({
		name: `N${Math.floor(seed / 12)}`,
		venue: `v${Math.floor(seed / 12)}`,
		family: `f${Math.floor(seed / 12)}`,
	}));
	expect([...worn(variations, 'name'), ...worn(variations, 'venue')]).toEqual([]);
	const openings = addScenes(60, seed => ({prose: `The kettle clicked ${createScene(seed).prose}`}));
	expect(worn(openings, 'opening')).toMatchObject([{what: 'the kettle clicked', count: 60}]);
});

test('when scenes repeat each other the wording as a whole is worn', () => {
	const meter = addScenes(40, seed => ({prose: createScene(seed % 3).prose}));
	expect(worn(meter, 'wording')).toHaveLength(1);
	expect(meter.distinct2).toBeLessThan(0.2);
});

test('too few scenes say nothing', () => {
	expect(addScenes(29, () => ({prose: 'the same again and again'})).findWorn()).toEqual([]);
});

test('the shape of a scene is how its first four sentences begin', () => {
	const prose =
		'Zoë folded it. “I can’t,” she said. You waited. In the kitchen a tap dripped. The end came late.';
	expect(splitSentences(prose)).toHaveLength(5);
	expect(sceneShape(prose, 'Zoë')).toBe('name · speech · you · place-or-time');
	expect(sceneShape('“Is it?” She looked. The cup fell.', 'Zoë')).toBe('speech · pronoun · thing');
});
