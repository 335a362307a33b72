import type {Report} from '../../domain/report/create-report.js';
import type {Finding, Verdict} from '../../domain/report/figure-group.js';
import {alignFacts, alignFindings} from './align-reports.js';

const verdictWords: Record<Verdict, string> = {fits: 'fits', harms: 'HARMS', unknown: 'not judged'};

/** The report as facts, one a line: what harms first, then the figures by group. Two reports stand side by side. */
export function writeReportText(reports: Report[]): string[] {
	return [
		...reports.flatMap(listSources),
		...alignFindings(reports).map(formatFinding),
		...alignFacts(reports).flatMap(({section, rows}) =>
			rows.map(({label, values}) => `${section}: ${label}: ${values.join(' | ')}`),
		),
	];
}

function listSources({title, sources, records, unreadable, engines}: Report): string[] {
	return [
		`set: ${title}`,
		...sources.map(source => `source: ${source.name}: ${source.records} records`),
		`records: ${records}, unreadable: ${unreadable}`,
		`written by: ${engines.join(', ') || 'nobody'}`,
		...(engines.includes('rehearsal')
			? ['note: rehearsal is no language model; nothing here is evidence of quality']
			: []),
	];
}

function formatFinding({findings}: {findings: Array<Finding | undefined>}): string {
	const known = findings.find(finding => finding !== undefined) as Finding;
	const verdicts = findings.map(finding => (finding ? verdictWords[finding.verdict] : '-')).join(' | ');
	const shown = findings.map(finding => finding?.shown ?? '-').join(' | ');
	const wanted = [...new Set(findings.flatMap(finding => finding?.threshold ?? []))].join(' | ');
	const isHarmful = findings.some(finding => finding?.verdict === 'harms');
	return `${verdicts}: ${known.title}: ${shown} (wanted: ${wanted}${isHarmful ? `; ${known.why}` : ''})`;
}
