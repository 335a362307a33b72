import {type Life, places} from './life.js';

/** What the harness did and what it cost, over all chains. */
export type CrashTally = {
	noteKill(diedAt: NonNullable<Life['diedAt']>): void;
	notePowerCut(): void;
	noteDamage(file: string, kind: string): void;
	noteLostSteps(steps: number, workers: number): void;
	noteWholeRun(): void;
	readonly kills: Map<string, Map<string, number>>;
	countOf(place: string): number;
	/** The histogram and the cost, for people. */
	format(): string;
};

export function createCrashTally(): CrashTally {
	const kills = new Map<string, Map<string, number>>();
	const damages = new Map<string, number>();
	const lost = new Map<number, number>();
	let powerCuts = 0;
	let wholeRuns = 0;
	let workersAtDeath = 0;

	const countOf = (place: string) => sum((kills.get(place) ?? new Map()).values());
	return {
		kills,
		countOf,
		noteKill({place, moment}) {
			const moments = kills.get(place) ?? new Map<string, number>();
			kills.set(place, moments.set(moment, (moments.get(moment) ?? 0) + 1));
		},
		notePowerCut: () => void powerCuts++,
		noteDamage(file, kind) {
			const key = `${file.replace(/\.\d+$/, '.N')} ${kind}`;
			damages.set(key, (damages.get(key) ?? 0) + 1);
		},
		noteLostSteps(steps, workers) {
			lost.set(steps, (lost.get(steps) ?? 0) + 1);
			workersAtDeath += workers;
		},
		noteWholeRun: () => void wholeRuns++,
		format() {
			const total = [...kills.values()].reduce((count, moments) => count + sum(moments.values()), 0);
			const steps = [...lost].reduce((count, [each, times]) => count + each * times, 0);
			const measured = sum(lost.values());
			return [
				`kills      ${total}, on ${wholeRuns} runs that were whole at their end; after ${powerCuts} of them the power was cut too`,
				...[...places, 'random moment'].map(
					place => `  ${place.padEnd(24)} ${String(countOf(place)).padStart(4)}  ${list(kills.get(place))}`,
				),
				`damage     ${list(damages) || 'none'}`,
				`work lost  ${(steps / Math.max(1, measured)).toFixed(2)} steps a kill with ${(workersAtDeath / Math.max(1, measured)).toFixed(2)} workers (${list(new Map([...lost].sort(([one], [other]) => one - other).map(([each, times]) => [`${each} steps`, times])))})`,
			].join('\n');
		},
	};
}

function sum(numbers: Iterable<number>): number {
	return [...numbers].reduce((total, each) => total + each, 0);
}

function list(counts: Map<string, number> | undefined): string {
	return [...(counts ?? [])].map(([name, count]) => `${name}: ${count}`).join(', ');
}
