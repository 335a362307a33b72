import {pickOne} from '../helpers/fault-server-random.js';
import {type Death, type Place, places} from './life.js';

/** Visits of a place in one life; a kill is drawn among them. */
const visitsDrawn: Record<Place, number> = {
	'step checkpoint': 24,
	'append before flush': 9,
	'between flush and event': 6,
	'run file rename': 5,
	export: 6,
	refill: 4,
	lock: 5,
};
const longestMomentMs = 800;

/** The kills that are still owed, by place. */
export type KillPlan = {
	/** True once every place has had its kills. */
	isDone(): boolean;
	/** A death for the next life; undefined when none that is owed can happen in it. */
	draw(possible: readonly Place[]): Death | undefined;
	owes(place: Place): boolean;
	note(place: Place | 'random moment'): void;
};

/** `kills` in all: three fifths spread over the places, the rest at random moments; or all of them at `only`. */
export function createKillPlan(options: {kills: number; random: () => number; only?: Place[]}): KillPlan {
	const {kills, random, only} = options;
	const chosen = only ?? places;
	const each = only ? Math.ceil(kills / chosen.length) : Math.ceil((kills * 0.6) / chosen.length);
	const owed = new Map<Place | 'random moment', number>(chosen.map(place => [place, each]));
	owed.set('random moment', Math.max(0, kills - each * chosen.length));
	const owes = (place: Place | 'random moment') => (owed.get(place) ?? 0) > 0;
	return {
		isDone: () => [...owed.values()].every(left => left <= 0),
		owes,
		draw(possible) {
			const candidates = [
				...possible.filter(owes),
				...(owes('random moment') ? ['random moment' as const] : []),
			];
			if (candidates.length === 0) return undefined;
			const place = pickOne(random, candidates);
			if (place === 'random moment') return {afterMs: 150 + random() * longestMomentMs};
			return {place, visit: 1 + Math.floor(random() * visitsDrawn[place])};
		},
		note(place) {
			owed.set(place, (owed.get(place) ?? 0) - 1);
		},
	};
}
