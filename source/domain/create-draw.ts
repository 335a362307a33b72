import {createDeck, createHandDeck} from './create-deck.js';
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
import type {World} from './world.js';

export type DrawerOptions = {seed: number; order: PlanOrder; world: World};

/**
 * Draws everything that code decides about one interaction.
 *
 * A draw depends on seed, order, world and plan index alone, never on which indexes were asked for before: a refill,
 * a resumed run and a shard draw the same. No name comes back until the list is used up.
 */
export function createDrawer({seed, order, world}: DrawerOptions): (planIndex: number) => Draw {
	const decks = createDecks(seed, world);
	return planIndex => {
		const cell = cellAt(order, planIndex);
		const random = (part: string) => createRandom(seed, part, planIndex);
		return {
			planIndex,
			cell,
			...dealt(decks, planIndex),
			...drawSituation(random, decks, planIndex),
			...drawCapacityAndDrains(random, decks, {planIndex, cell}),
			...drawRelationship(random('relationship'), decks.relationship(planIndex)),
			...drawPersonality(random, cell),
			authenticityScore: drawInBand(random('score'), authenticityBands[cell.authenticity]),
		};
	};
}

type Decks = ReturnType<typeof createDecks>;
type RandomOf = (part: string) => Random;

function createDecks(seed: number, world: World) {
	const deck = <Item>(key: string, items: readonly Item[]) => createDeck({seed, key, items});
	return {
		person: deck('names', world.names),
		ageBand: deck('age-bands', world.ageBands),
		occupation: deck('occupations', world.occupations),
		venue: deck('venues', world.venues),
		hookObject: deck('objects', world.objects),
		opening: deck('openings', world.openings),
		style: deck('styles', world.styles),
		sense: deck('senses', world.senses),
		action: deck('actions', world.actions),
		drains: createHandDeck({seed, key: 'drains', items: world.drains, handSize: 3}),
		timeOfDay: deck('times', timesOfDay),
		urgency: deck('urgencies', urgencyLevels),
		hookType: deck('hooks', hookTypes),
		relationship: deck('relationships', relationshipLevels),
		subjects: createSubjectDecks(seed, world),
	};
}

function createSubjectDecks(seed: number, world: World): Record<RequestType, (position: number) => string> {
	const decks = requestTypes.map(type => [
		type,
		createDeck({seed, key: `subjects ${type}`, items: world.subjects[type]}),
	]);
	return Object.fromEntries(decks);
}

function dealt(decks: Decks, planIndex: number) {
	return {
		...decks.person(planIndex),
		ageBand: decks.ageBand(planIndex),
		occupation: decks.occupation(planIndex),
		venue: decks.venue(planIndex),
		timeOfDay: decks.timeOfDay(planIndex),
		hookType: decks.hookType(planIndex),
		hookObject: decks.hookObject(planIndex),
		opening: decks.opening(planIndex),
		style: decks.style(planIndex),
		sense: decks.sense(planIndex),
		action: decks.action(planIndex),
	};
}

function drawSituation(random: RandomOf, decks: Decks, planIndex: number) {
	const urgency = decks.urgency(planIndex);
	const requestType = drawRequestType(random('request'), urgency);
	return {urgency, requestType, subject: decks.subjects[requestType](planIndex)};
}

function drawCapacityAndDrains(
	random: RandomOf,
	decks: Decks,
	{planIndex, cell}: {planIndex: number; cell: Cell},
) {
	const capacity = drawCapacity(random('capacity'), cell.capacity);
	return {...capacity, drains: decks.drains(planIndex).slice(0, capacity.factorImpacts.length)};
}

function drawPersonality(random: RandomOf, cell: Cell) {
	const direction: MisjudgmentDirection | undefined =
		cell.complexity === 'misjudgment' ? random('misjudgment').pick(misjudgmentDirections) : undefined;
	const ocean = drawOcean(random('ocean'), {complexity: cell.complexity, direction});
	return direction === undefined ? {ocean} : {ocean, misjudgmentDirection: direction};
}
