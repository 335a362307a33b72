import type {Report} from '../../domain/report/create-report.js';
import type {Finding} from '../../domain/report/figure-group.js';

export type AlignedFinding = {id: string; findings: Array<Finding | undefined>};
export type AlignedSection = {
	id: string;
	section: string;
	rows: Array<{label: string; values: string[]}>;
};

/** Findings of one or more reports by their id: harmful in the first report come first. */
export function alignFindings(reports: Report[]): AlignedFinding[] {
	const ids = [...new Set(reports.flatMap(({findings}) => findings.map(({id}) => id)))];
	const aligned = ids.map(id => ({
		id,
		findings: reports.map(({findings}) => findings.find(finding => finding.id === id)),
	}));
	return aligned.sort((left, right) => rank(left) - rank(right));
}

function rank({findings}: AlignedFinding): number {
	return ['harms', 'unknown', 'fits'].indexOf(findings[0]?.verdict ?? 'unknown');
}

/** Facts of one or more reports by section and label; where one lacks a fact, a dash stands. */
export function alignFacts(reports: Report[]): AlignedSection[] {
	const [first] = reports;
	return (first?.sections ?? []).map(({id, title}) => {
		const facts = reports.map(
			({sections}) =>
				new Map(sections.find(section => section.id === id)?.facts.map(({label, value}) => [label, value])),
		);
		const labels = [...new Set(facts.flatMap(map => [...map.keys()]))];
		return {
			id,
			section: title,
			rows: labels.map(label => ({label, values: facts.map(map => map.get(label) ?? '-')})),
		};
	});
}
