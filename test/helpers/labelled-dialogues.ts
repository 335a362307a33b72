import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {AuthenticityTarget, ComplexityType} from '../../source/domain/parameter-space.js';

export const labelNames = [
	'limit_shown',
	'alternative_offered',
	'promise_made',
	'yes_or_no_given',
	'attack',
	'withdrawal',
	'puts_state_on_you',
	'task_taken_on',
	'excess_guilt',
	'hides_or_lies',
	'role_swapped',
	'setting_broken',
] as const;
export type LabelName = (typeof labelNames)[number];

/** A dialogue as a blind reader labelled it; null: a fair reader cannot tell. */
export type LabelledDialogue = {
	id: string;
	source: string;
	npc: string;
	gap_over_2: boolean | null;
	target: {complexity: ComplexityType | null; authenticity: AuthenticityTarget | null};
	prose: string;
	labels: Record<LabelName, boolean | null>;
};

const path = new URL('../fixtures/labelled-dialogues.json', import.meta.url);

export const labelledBytes = readFileSync(path);
export const labelledDialogues = JSON.parse(labelledBytes.toString('utf8')) as LabelledDialogue[];

const held = new Set(
	[...Map.groupBy(labelledDialogues, ({source}) => source).values()].flatMap(group =>
		group
			.map(({id}) => ({id, hash: createHash('sha256').update(id).digest('hex')}))
			.sort((left, right) => (left.hash < right.hash ? -1 : 1))
			.filter((_, place) => place % 2 === 1)
			.map(({id}) => id),
	),
);

/**
 * `open`: may be read while detectors are written. `held`: only measured on. Every second one of a source, in the order
 * of the hashes of their ids; fixed before any text was looked at.
 */
export function halfOf({id}: {id: string}): 'open' | 'held' {
	return held.has(id) ? 'held' : 'open';
}
