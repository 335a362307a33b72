import fc from 'fast-check';
import {fuzzTargets} from './fuzz-targets.js';

/** Throws, with the smallest input that does it, when a parser breaks; says how many inputs each target took. */
export async function fuzz(options: {
	inputs: number;
	seed: number;
	say: (line: string) => void;
}): Promise<void> {
	const {inputs, seed, say} = options;
	let total = 0;
	for (const {name, share, property} of fuzzTargets) {
		const numRuns = Math.ceil((inputs * share) / 100);
		const startedAt = performance.now();
		requirePassed(name, await fc.check(property, {numRuns, seed}));
		total += numRuns;
		say(
			`${name.padEnd(26)} ${String(numRuns).padStart(7)} inputs in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
		);
	}
	say(
		`${'all'.padEnd(26)} ${String(total).padStart(7)} inputs, nothing thrown that is not ours, no escape byte shown`,
	);
}

/** The whole input of a failure may be pages long; seed and path find it again. */
function requirePassed(name: string, details: fc.RunDetails<[unknown]>): void {
	if (!details.failed) return;
	const {seed, counterexamplePath, errorInstance, counterexample} = details;
	const input = fc.stringify(counterexample).slice(0, 600);
	throw new Error(`${name} (seed ${seed}, path ${counterexamplePath}): ${errorInstance}\n${input}`, {
		cause: errorInstance,
	});
}
