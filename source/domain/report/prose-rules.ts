import {countWords} from '../count-words.js';
import {qualityReportSchema} from '../interaction.js';
import type {ReadableInteraction} from '../legacy-interaction.js';
import {sensoryDetailRule} from '../quality/narration-rules.js';
import type {Rule} from '../quality/rule.js';
import {hardRules, softRules} from '../quality/rules.js';
import {expectNone, type FigureGroup, type Finding, formatPart} from './figure-group.js';
import {pronounsOf, proseSubjectOf} from './prose-subject.js';
import {createTally} from './tally.js';

const needsPronouns = 'pronouns';
/** Length and setting have groups of their own. */
const hardHere = hardRules.filter(({name}) => !['length', 'setting'].includes(name));
const mostExamples = 3;

const harm: Record<string, {title: string; why: string}> = {
	unicode: {title: 'Dialogues with broken characters', why: 'mojibake and control characters are learned'},
	'prose-form': {
		title: 'Dialogues that are no prose',
		why: 'script lines, brackets and stat changes are learned as a way of speaking',
	},
	'numbers-in-mouth': {
		title: 'Dialogues that leak numbers or field names',
		why: 'a character that says the numbers of the game breaks it',
	},
	contractions: {
		title: 'Dialogues with broken contractions or none',
		why: 'people say I’ll and don’t; a model learns what stands there instead',
	},
	'hook-words': {
		title: 'Dialogues that leave their hook out',
		why: 'a prompt that names a hook which the answer ignores teaches to ignore prompts',
	},
	'point-of-view': {
		title: 'Dialogues not in the third person',
		why: 'who narrates must be the same in the whole set',
	},
	tense: {title: 'Dialogues not in the past tense', why: 'the tense must be the same in the whole set'},
};

/** Every rule of good prose that needs no model, counted over the set. */
export function createProseRules(): FigureGroup {
	const broken = new Map<string, number>();
	const checked = new Map<string, number>();
	const examples = new Map<string, string[]>();
	const faults = createTally(500);
	let records = 0;

	function note(rule: Rule, detail: string | undefined): void {
		checked.set(rule.name, (checked.get(rule.name) ?? 0) + 1);
		if (detail === undefined) return;
		broken.set(rule.name, (broken.get(rule.name) ?? 0) + 1);
		const kept = examples.get(rule.name) ?? [];
		if (kept.length < mostExamples && !kept.includes(detail)) examples.set(rule.name, [...kept, detail]);
		if (rule.name === 'contractions') faults.add(kindOf(detail));
	}

	return {
		add(record) {
			records++;
			const subject = proseSubjectOf(record);
			const rules = pronounsOf(record)
				? [...hardHere, ...softRules]
				: [...hardHere, ...softRules.filter(({name}) => name !== needsPronouns)];
			for (const rule of rules) {
				const finding = rule.check(subject);
				const isMet = finding.passed || (rule === sensoryDetailRule && wasMet(rule, record));
				note(rule, isMet ? undefined : finding.detail);
			}
		},
		read() {
			const countOf = ({name}: Rule) => broken.get(name) ?? 0;
			const totalOf = ({name}: Rule) => checked.get(name) ?? 0;
			return {
				section: {
					id: 'rules',
					title: 'Rules of good prose',
					facts: [
						...hardHere.map(rule => ({
							label: `broken, must hold: ${rule.name}`,
							value: withExamples(formatPart(countOf(rule), totalOf(rule)), examples.get(rule.name)),
						})),
						...faults.top().map(({value, count}) => ({
							label: `contractions: ${value}`,
							value: formatPart(count, records),
						})),
						...softRules.map(rule => ({
							label: `not met, scored only: ${rule.name}`,
							value: totalOf(rule) === 0 ? 'not measured' : formatPart(countOf(rule), totalOf(rule)),
						})),
					],
					charts: [
						{
							kind: 'bars',
							title: 'Records that break a rule',
							bars: [...hardHere, ...softRules].map(rule => ({label: rule.name, count: countOf(rule)})),
						},
					],
				},
				findings: hardHere.map(rule => judge(rule, countOf(rule), totalOf(rule))),
				figures: Object.fromEntries(
					[...hardHere, ...softRules].map(rule => [
						rule.name,
						{
							hard: rule.hard,
							checked: totalOf(rule),
							broken: countOf(rule),
							examples: examples.get(rule.name) ?? [],
						},
					]),
				),
			};
		},
	};
}

/**
 * Whether the record says so itself: it was checked against the drawn sense, which it does not hold. Not where its prose has
 * been changed since by other hands, as far as its words show.
 */
function wasMet(
	{name}: Rule,
	{training_metadata: metadata, npc_card_narrative: card}: ReadableInteraction,
): boolean {
	const quality = qualityReportSchema.safeParse(metadata.quality);
	if (!quality.success || card.word_count !== countWords(card.dialogue_prose)) return false;
	return quality.data.soft.some(finding => finding.rule === name && finding.passed);
}

/** "none at all", or what is broken about one. */
function kindOf(detail: string): string {
	return /^It holds a ([^(]+) \(/u.exec(detail)?.[1] ?? 'none in the dialogue';
}

function withExamples(count: string, examples: string[] | undefined): string {
	return examples?.[0] === undefined ? count : `${count}, for example: ${examples[0]}`;
}

function judge({name}: Rule, count: number, total: number): Finding {
	const {title, why} = harm[name] ?? {title: `Dialogues that break ${name}`, why: 'it is a hard rule'};
	return expectNone({id: `rule-${name}`, title, count, total, why});
}
