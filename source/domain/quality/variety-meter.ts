import {createDistinctShare} from './distinct-share.js';
import {hashRuns} from './hash-runs.js';
import {isTelling, readNameless, spellPhrase} from './list-phrases.js';
import {rememberText} from './remember-text.js';
import {createRollingCounts, type RollingCounts} from './rolling-counts.js';
import {sceneShape} from './scene-shape.js';
import {createShareCap} from './share-cap.js';
import {findStockPhrases} from './stock-phrases.js';
import type {Word} from './word.js';

/** A scene as the meter sees it. Variations of one scene share their family, and with it name and venue. */
export type ToldScene = {prose: string; name: string; venue: string; family: string};

export type WornKind = 'phrase' | 'stock-phrase' | 'opening' | 'shape' | 'name' | 'venue' | 'wording';

/** Something that comes back too often: in `count` of the last `of` scenes. */
export type WornThing = {kind: WornKind; what: string; count: number; of: number};

export type VarietyMeter = {
	add(scene: ToldScene): void;
	/**
	 * The opening (3 words), phrase (4) or stock phrase of this prose that already stands in its share of the run: 5 % of the
	 * scenes, stock phrases 10 %, or 2 scenes where that is more; from 30 scenes on. The name of the NPC is NAME in it.
	 */
	findOverused(scene: Pick<ToldScene, 'prose' | 'name'>): string | undefined;
	/** What is worn out now, the most frequent first; what was worn stays so until it has become clearly rarer. */
	findWorn(): WornThing[];
	/** Different pairs of words over all, in the last 30 scenes. */
	readonly distinct2: number;
};

/** Scenes that the meter looks back on. */
export const varietyWindow = 100;
const fewestScenes = 30;
const distinctWindow = 30;
const openingWords = 3;
const phraseLength = 4;
const fewestTelling = 2;
/** Fewer scenes than this are chance, whatever share they are. */
const fewestCount = 6;

/** Share of the window from which on something is worn; a phrase in every tenth scene is one a reader knows by heart. */
const wornShares: Record<Exclude<WornKind, 'wording'>, number> = {
	phrase: 0.1,
	'stock-phrase': 0.15,
	opening: 0.1,
	shape: 0.2,
	name: 0.05,
	venue: 0.05,
};
/** Beyond these shares a report calls them harmful. */
const cappedShares = {phrase: 0.05, opening: 0.05, 'stock-phrase': 0.1};
/** Scenes of v2.2 reach 0.755; under this they repeat each other. */
const leastDistinct2 = 0.65;
/** What was worn is so until it has fallen to this part of its cap. */
const recovery = 0.7;

type Kind = keyof typeof wornShares;
const kinds = Object.keys(wornShares) as Kind[];

/**
 * How varied the latest scenes are, over a window of 100: phrases, stock phrases, openings, shapes, names and venues that
 * come back, and distinct-2. A scene costs some 30 microseconds.
 */
export function createVarietyMeter(): VarietyMeter {
	const counts = Object.fromEntries(kinds.map(kind => [kind, createRollingCounts(varietyWindow)])) as Record<
		Kind,
		RollingCounts
	>;
	const capOf = (kind: keyof typeof cappedShares) =>
		createShareCap(counts[kind], {share: cappedShares[kind], window: varietyWindow, fewest: fewestScenes});
	const caps = {phrase: capOf('phrase'), opening: capOf('opening'), 'stock-phrase': capOf('stock-phrase')};
	const pairs = createDistinctShare(distinctWindow);
	const families = createRollingCounts(varietyWindow);
	let scenes = 0;
	let wornBefore = new Set<string>();

	function addPlace({name, venue, family}: ToldScene): void {
		const isNew = families.countOf(family) === 0;
		families.add([family]);
		counts.name.add(isNew ? [name] : []);
		counts.venue.add(isNew ? [venue] : []);
	}

	return {
		add(scene) {
			scenes++;
			const {prose, name} = scene;
			const {ofTwo, phrases, phraseOf, opening} = readWording(scene);
			pairs.add(ofTwo);
			const stockPhrases = findStockPhrases(prose);
			counts.phrase.add(phrases, phraseOf);
			counts.opening.add([opening]);
			counts.shape.add([sceneShape(prose, name)]);
			counts['stock-phrase'].add(stockPhrases);
			caps.phrase.note(phrases);
			caps.opening.note([opening]);
			caps['stock-phrase'].note(stockPhrases);
			addPlace(scene);
		},
		findOverused(scene) {
			const {phrases, phraseOf, opening} = readWording(scene);
			const phrase = caps.phrase.findFull(phrases);
			const found =
				caps.opening.findFull([opening]) ??
				(typeof phrase === 'number' ? phraseOf(phrase) : undefined) ??
				caps['stock-phrase'].findFull(findStockPhrases(scene.prose));
			return found?.toString();
		},
		findWorn() {
			const of = Math.min(scenes, varietyWindow);
			if (of < fewestScenes) return [];
			const listed = kinds.flatMap(kind => listWorn({kind, counts: counts[kind], of, wornBefore}));
			const worn = withoutOverlaps(listed.sort((left, right) => right.count - left.count));
			if (isBelow(pairs.read(), wornBefore)) worn.push({kind: 'wording', what: 'wording', count: of, of});
			wornBefore = new Set(worn.map(keyOf));
			return worn;
		},
		get distinct2() {
			return pairs.read();
		},
	};
}

type Wording = {
	/** Hashes of its pairs of words, and of its phrases of four that carry meaning, each phrase once. */
	ofTwo: Int32Array;
	phrases: number[];
	phraseOf: (key: number) => string;
	opening: string;
};

/** Asked for when a scene is judged and again when it is counted. */
function readWording({prose, name}: Pick<ToldScene, 'prose' | 'name'>): Wording {
	const known = wordingsOf(prose);
	const wording = known.get(name) ?? analyseWording(prose, name);
	known.set(name, wording);
	return wording;
}

/** By name. */
const wordingsOf = rememberText(() => new Map<string, Wording>());

function analyseWording(prose: string, name: string): Wording {
	const words = readNameless(prose, name);
	const hashes = new Int32Array(words.length);
	// A loop: `from` with a function takes eight times as long.
	for (const [at, {hash}] of words.entries()) hashes[at] = hash;
	const ofFour = hashRuns(hashes, phraseLength);
	return {
		ofTwo: hashRuns(hashes, 2),
		phrases: phraseKeys(words, ofFour),
		phraseOf: phrase => phraseAt(words, ofFour.indexOf(phrase)),
		opening: spellPhrase(words.slice(0, openingWords)),
	};
}

function isBelow(share: number, wornBefore: ReadonlySet<string>): boolean {
	return share < leastDistinct2 + (wornBefore.has('wording wording') ? 0.02 : 0);
}

function keyOf({kind, what}: Pick<WornThing, 'kind' | 'what'>): string {
	return `${kind} ${what}`;
}

function listWorn(parts: {
	kind: Kind;
	counts: RollingCounts;
	of: number;
	wornBefore: ReadonlySet<string>;
}): WornThing[] {
	const {kind, counts, of, wornBefore} = parts;
	const cap = Math.max(fewestCount, wornShares[kind] * of);
	return counts
		.listFrom(cap * recovery)
		.filter(({what, count}) => count >= cap || wornBefore.has(keyOf({kind, what})))
		.map(({what, count}) => ({kind, what, count, of}));
}

/** Hashes of the phrases of a text that carry meaning, each once. */
function phraseKeys(words: readonly Word[], hashes: Int32Array): number[] {
	const keys = new Set<number>();
	let telling = 0;
	for (let end = 0; end < words.length; end++) {
		const start = end - phraseLength + 1;
		if (isTelling(words[end] as Word)) telling++;
		if (start > 0 && isTelling(words[start - 1] as Word)) telling--;
		if (start >= 0 && telling >= fewestTelling) keys.add(hashes[start] as number);
	}
	return [...keys];
}

function phraseAt(words: readonly Word[], at: number): string {
	return spellPhrase(words.slice(at, at + phraseLength));
}

/** Of phrases that are parts of one longer phrase, the first. */
function withoutOverlaps(worn: WornThing[]): WornThing[] {
	const kept: WornThing[] = [];
	for (const thing of worn) {
		const isPart = kept.some(({kind, what}) => kind === thing.kind && overlap(what, thing.what));
		if (thing.kind !== 'phrase' || !isPart) kept.push(thing);
	}
	return kept;
}

function overlap(first: string, second: string): boolean {
	const words = [first.split(' '), second.split(' ')] as const;
	const reaches = (one: readonly string[], other: readonly string[]) =>
		[1, 2].some(shift => one.slice(shift).every((word, at) => word === other[at]));
	return reaches(...words) || reaches(words[1], words[0]);
}
