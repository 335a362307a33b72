import type {Sections} from '../domain/read-sections.js';
import {
	hookTypes,
	pronounSets,
	relationshipLevels,
	requestTypes,
	urgencyLevels,
} from '../domain/situation.js';
import {UserError} from './errors.js';
import {listPlaceholders} from './fill-prompt.js';
import {rotatedHeadings} from './rotated-headings.js';

const traits = ['openness', 'conscientiousness', 'extraversion', 'agreeableness', 'neuroticism'];
const pronounForms = ['subject', 'object', 'possessive', 'talks', 'handles', 'does', 'lives'];

const required: Array<[heading: string, values: readonly string[]]> = [
	...traits.map(trait => [trait, ['low', 'high']] as [string, string[]]),
	...pronounForms.map(form => [form, pronounSets] as [string, typeof pronounSets]),
	['temperament', ['even']],
	['relationship', relationshipLevels.map(({level}) => String(level))],
	['urgency', urgencyLevels],
	['request', requestTypes],
	['hook', hookTypes],
	['reach', ['within', 'beyond']],
	['limit_or_help', ['beyond', 'beyond_with_alternative', 'within', 'within_with_alternative']],
];

/** Every fact that can be drawn needs its words; a gap would leave a hole in a prompt. */
export function checkWording(wording: Sections): Sections {
	for (const [heading, values] of required) {
		const missing = values.find(value => !wording.get(heading)?.get(value));
		if (missing !== undefined) {
			throw new UserError(`the prompt file \`wording.md\` has no words for \`${heading}: ${missing}\``, {
				hint: `add a line under "# ${heading}", "## ${missing}"`,
			});
		}
	}
	return wording;
}

export function refuseMissingSentences(wording: Sections, texts: readonly string[]): void {
	const asked = new Set(texts.flatMap(listPlaceholders));
	for (const heading of rotatedHeadings) {
		if (!asked.has(heading) || (wording.get(heading)?.size ?? 0) > 0) continue;
		throw new UserError(
			`the prompt file \`wording.md\` has no \`${heading}\`, which \`{{${heading}}}\` is filled from`,
			{hint: `add a line under "# ${heading}", "## NAME", or take \`{{${heading}}}\` out`},
		);
	}
}
