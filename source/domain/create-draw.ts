import {createDeck, createHandDeck, type DeckSource} from './create-deck.js';
import type {Draw} from './draw.js';
import {drawCapacity} from './draw-capacity.js';
import {drawInBand} from './draw-in-band.js';
import {drawOcean} from './draw-ocean.js';
import {drawRelationship} from './draw-relationship.js';
import {drawRequestType} from './draw-request.js';
import {authenticityBands, type Cell} from './parameter-space.js';
import {cellAt, type PlanOrder} from './plan-order.js';
import {createRandom, type Random} from './random.js';
import {
	hookTypes,
	type MisjudgmentDirection,
	misjudgmentDirections,
	type RequestType,
	relationshipLevels,
	requestTypes,
	timesOfDay,
	urgencyLevels,
} from './situation.js';
import {placeInFamily, sceneOf} from './variation-family.js';
import type {World} from './world.js';

export type DrawerOptions = {
	seed: number;
	order: PlanOrder;
	world: World;
	/** Dialogues a scene gets, 1 unless given. */
	variations?: number | undefined;
	/** Names that other sets have already: they come only once the others of the list are used up. */
	spentNames?: readonly string[] | undefined;
};

/**
 * Draws everything that code decides about one interaction.
 *
 * A draw depends on the options (seed, order, world …) and the plan index alone, never on which indexes were asked for before: a refill,
 * a resumed run and a shard draw the same. No name comes back until the list is used up.
 *
 * The dialogues of one scene share person, situation and numbers; hook, opening, style, sense, action and the score
 * within the band are drawn for each, none twice in a family where the list is long enough.
 */
export function createDrawer({
	seed,
	order,
	world,
	variations = 1,
	spentNames = [],
}: DrawerOptions): (planIndex: number) => Draw {
	const decks = {...createDecks(seed, world), person: createPersonDeck({seed, world, spentNames})};
	const dealTelling = createTellingDecks({seed, world, variations});
	return planIndex => {
		const scene = sceneOf(planIndex, variations);
		const cell = cellAt(order, scene);
		const random = (part: string) => createRandom(seed, part, scene);
		const score = createRandom(seed, 'score', planIndex);
		return {
			planIndex,
			cell,
			...dealScene(decks, scene),
			...dealTelling(planIndex),
			...drawSituation(random, decks, scene),
			...drawCapacityAndDrains(random, decks, {scene, cell}),
			...drawRelationship(random('relationship'), decks.relationship(scene)),
			...drawPersonality(random, cell),
			authenticityScore: drawInBand(score, authenticityBands[cell.authenticity]),
		};
	};
}

type Decks = ReturnType<typeof createDecks> & {person: ReturnType<typeof createPersonDeck>};
type RandomOf = (part: string) => Random;

function createDecks(seed: number, world: World) {
	const deck = <Item>(key: string, items: readonly Item[]) => createDeck({seed, key, items});
	return {
		ageBand: deck('age-bands', world.ageBands),
		occupation: deck('occupations', world.occupations),
		venue: deck('venues', world.venues),
		drains: createHandDeck({seed, key: 'drains', items: world.drains, handSize: 3}),
		timeOfDay: deck('times', timesOfDay),
		urgency: deck('urgencies', urgencyLevels),
		relationship: deck('relationships', relationshipLevels),
		subjects: createSubjectDecks(seed, world),
	};
}

function createPersonDeck(parts: {seed: number; world: World; spentNames: readonly string[]}) {
	const {seed, world} = parts;
	const spent = new Set(parts.spentNames);
	const unspent = world.names.filter(({name}) => !spent.has(name));
	const dealAny = createDeck({seed, key: 'names', items: world.names});
	if (unspent.length === 0 || unspent.length === world.names.length) return dealAny;
	const dealUnspent = createDeck({seed, key: 'names', items: unspent});
	return (scene: number) => (scene < unspent.length ? dealUnspent(scene) : dealAny(scene - unspent.length));
}

/** What differs between the dialogues of one scene. */
function createTellingDecks({seed, world, variations}: {seed: number; world: World; variations: number}) {
	const deck = <Item>(key: string, items: readonly Item[]) =>
		createFamilyDeck({seed, key, items}, variations);
	const decks = {
		hookType: deck('hooks', hookTypes),
		hookObject: deck('objects', world.objects),
		opening: deck('openings', world.openings),
		style: deck('styles', world.styles),
		sense: deck('senses', world.senses),
		action: deck('actions', world.actions),
	};
	return (planIndex: number) => ({
		hookType: decks.hookType(planIndex),
		hookObject: decks.hookObject(planIndex),
		opening: decks.opening(planIndex),
		style: decks.style(planIndex),
		sense: decks.sense(planIndex),
		action: decks.action(planIndex),
	});
}

/** A hand of different cards for each family; a list too short for that is dealt one by one. */
function createFamilyDeck<Item>(source: DeckSource<Item>, variations: number): (planIndex: number) => Item {
	if (source.items.length < variations) return createDeck(source);
	const dealHand = createHandDeck({...source, handSize: variations});
	return planIndex => dealHand(sceneOf(planIndex, variations))[placeInFamily(planIndex, variations)] as Item;
}

function createSubjectDecks(seed: number, world: World): Record<RequestType, (position: number) => string> {
	const decks = requestTypes.map(type => [
		type,
		createDeck({seed, key: `subjects ${type}`, items: world.subjects[type]}),
	]);
	return Object.fromEntries(decks);
}

function dealScene(decks: Decks, scene: number) {
	return {
		...decks.person(scene),
		ageBand: decks.ageBand(scene),
		occupation: decks.occupation(scene),
		venue: decks.venue(scene),
		timeOfDay: decks.timeOfDay(scene),
	};
}

function drawSituation(random: RandomOf, decks: Decks, scene: number) {
	const urgency = decks.urgency(scene);
	const requestType = drawRequestType(random('request'), urgency);
	return {urgency, requestType, subject: decks.subjects[requestType](scene)};
}

function drawCapacityAndDrains(random: RandomOf, decks: Decks, {scene, cell}: {scene: number; cell: Cell}) {
	const capacity = drawCapacity(random('capacity'), cell.capacity);
	return {...capacity, drains: decks.drains(scene).slice(0, capacity.factorImpacts.length)};
}

function drawPersonality(random: RandomOf, cell: Cell) {
	const direction: MisjudgmentDirection | undefined =
		cell.complexity === 'misjudgment' ? random('misjudgment').pick(misjudgmentDirections) : undefined;
	const ocean = drawOcean(random('ocean'), {complexity: cell.complexity, direction});
	return direction === undefined ? {ocean} : {ocean, misjudgmentDirection: direction};
}
