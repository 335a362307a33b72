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
