import type {GroupReport} from './figure-group.js';
import {formatPart} from './figure-group.js';
import {createTally} from './tally.js';

/** A failed attempt of a run, as far as a report reads it. */
export type FailedAttempt = {failure: string; step: string; reason: string};

const mostListed = 12;

/** Failure classes of a run, by step, and its most frequent reasons without the words that differ each time. */
export function createFailures() {
	const classes = createTally();
	const steps = createTally();
	const reasons = createTally(5_000);
	return {
		add({failure, step, reason}: FailedAttempt) {
			classes.add(failure);
			steps.add(`${step}: ${failure}`);
			reasons.add(withoutParticulars(reason));
		},
		read(): GroupReport {
			const total = classes.total;
			return {
				section: {
					id: 'failures',
					title: 'Failed attempts',
					facts: [
						{label: 'failed attempts', value: String(total)},
						...classes.top().map(({value, count}) => ({
							label: `failure ${value}`,
							value: formatPart(count, total),
						})),
						...steps.top(mostListed).map(({value, count}) => ({
							label: `failed at ${value}`,
							value: formatPart(count, total),
						})),
						...reasons.top(mostListed).map(({value, count}, index) => ({
							label: `reason ${index + 1}`,
							value: `${value}: ${count}`,
						})),
					],
					charts: [
						{
							kind: 'bars',
							title: 'Failed attempts by class',
							bars: classes.top().map(({value, count}) => ({label: value, count})),
						},
					],
				},
				findings: [],
				figures: {
					attempts: total,
					classes: classes.top(),
					by_step: steps.top(),
					reasons: reasons.top(mostListed),
				},
			};
		},
	};
}

function withoutParticulars(reason: string): string {
	return reason
		.replace(/`[^`]*`/gu, '`…`')
		.replace(/"[^"]*"/gu, '"…"')
		.replace(/\d+/gu, 'N')
		.slice(0, 160);
}
