import {
	type AuthenticityTarget,
	authenticityTargets,
	type CapacityLevel,
	type ComplexityType,
	capacityLevels,
	complexityTypes,
} from './parameter-space.js';
import {readSections, type Sections} from './read-sections.js';
import {type MisjudgmentDirection, misjudgmentDirections} from './situation.js';
import {WorldError} from './world-error.js';

/** What each label means in prose: the one table that prompts, rule checks and the judge read (`prompts/labels.md`). */
export type Labels = {
	complexity: Record<ComplexityType, string>;
	authenticity: Record<AuthenticityTarget, string>;
	capacity: Record<CapacityLevel, string>;
	misjudgment: Record<MisjudgmentDirection, string>;
	/** Both labels at once: how this pull looks when it is handled this well. */
	pairs(complexity: ComplexityType, authenticity: AuthenticityTarget): string;
};

const file = 'labels.md';

/** Reads `# section` and `## label` headings with the text below them. Throws `WorldError` when a label has no text. */
export function parseLabels(text: string): Labels {
	const sections = readSections(text);
	const pairs = readTable(sections, 'pairs', pairKeys());
	return {
		complexity: readTable(sections, 'complexity', complexityTypes),
		authenticity: readTable(sections, 'authenticity', authenticityTargets),
		capacity: readTable(sections, 'capacity', capacityLevels),
		misjudgment: readTable(sections, 'misjudgment', misjudgmentDirections),
		pairs: (complexity, authenticity) => pairs[pairKey(complexity, authenticity)] as string,
	};
}

function pairKey(complexity: ComplexityType, authenticity: AuthenticityTarget): string {
	return `${complexity} x ${authenticity}`;
}

function pairKeys(): string[] {
	return complexityTypes.flatMap(complexity =>
		authenticityTargets.map(authenticity => pairKey(complexity, authenticity)),
	);
}

function readTable<Key extends string>(
	sections: Sections,
	section: string,
	keys: readonly Key[],
): Record<Key, string> {
	const labels = sections.get(section);
	if (labels === undefined) {
		throw new WorldError({file, problem: `the section \`# ${section}\` is missing`});
	}
	for (const key of keys) {
		if (!labels.get(key)) {
			throw new WorldError({file, problem: `\`## ${key}\` in \`# ${section}\` is missing or has no text`});
		}
	}
	return Object.fromEntries(keys.map(key => [key, labels.get(key)])) as Record<Key, string>;
}
