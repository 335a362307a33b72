import {createRandom} from './random.js';

/** What a deck is shuffled from: the run seed and the name of what is drawn. */
export type DeckSource<Item> = {seed: number; key: string; items: readonly Item[]};

/**
 * Deals a list so that each item comes up once before any comes up again, in an order shuffled anew for each round.
 *
 * The card at a position depends on seed, key and position alone; what is remembered is only the latest round.
 */
export function createDeck<Item>(source: DeckSource<Item>): (position: number) => Item {
	const dealHand = createHandDeck({...source, handSize: 1});
	return position => dealHand(position)[0] as Item;
}

/** The same with `handSize` different items at each position; leftovers that fill no hand sit out for the round. */
export function createHandDeck<Item>(
	source: DeckSource<Item> & {handSize: number},
): (position: number) => Item[] {
	const {seed, key, items, handSize} = source;
	const handsPerRound = Math.floor(items.length / handSize);
	if (handsPerRound === 0) {
		throw new RangeError(`\`${key}\` needs at least ${handSize} entries and has ${items.length}`);
	}
	let latest = {round: -1, cards: [] as Item[]};
	return position => {
		const round = Math.floor(position / handsPerRound);
		if (latest.round !== round) {
			latest = {round, cards: createRandom(seed, key, 'round', round).shuffle(items)};
		}
		const first = (position % handsPerRound) * handSize;
		return latest.cards.slice(first, first + handSize);
	};
}
