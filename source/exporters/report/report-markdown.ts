import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {Report} from '../../domain/report/create-report.js';
import type {Verdict} from '../../domain/report/figure-group.js';
import {alignFacts, alignFindings} from './align-reports.js';

const verdictWords: Record<Verdict, string> = {fits: 'fits', harms: '**harms**', unknown: 'not judged'};

/** The report as Markdown: a table of what must hold, then one table a group of figures. */
export function writeReportMarkdown(reports: Report[]): string {
	const titles = reports.map(({title, records}) => `${title} (${records})`);
	return [
		`# Report: ${reports.map(({title}) => escapeCell(title)).join(' beside ')}`,
		'',
		...reports.flatMap(describe),
		'',
		...table(
			['what must hold', 'wanted', ...titles.flatMap(title => [title, 'verdict'])],
			alignFindings(reports).map(({findings}) => [
				findings.find(finding => finding !== undefined)?.title ?? '',
				[...new Set(findings.flatMap(finding => finding?.threshold ?? []))].join(' / '),
				...findings.flatMap(finding => [
					finding?.shown ?? '-',
					finding ? verdictWords[finding.verdict] : '-',
				]),
			]),
		),
		...alignFacts(reports).flatMap(({section, rows}) => [
			'',
			`## ${section}`,
			'',
			...table(
				['figure', ...titles],
				rows.map(({label, values}) => [label, ...values]),
			),
		]),
		'',
	].join('\n');
}

function describe({title, records, unreadable, engines}: Report): string[] {
	const note = engines.includes('rehearsal')
		? ' **Rehearsal is no language model: nothing here is evidence of quality.**'
		: '';
	const by = engines.join(', ') || 'nobody';
	return [`${escapeCell(title)}: ${records} records, ${unreadable} unreadable, written by ${by}.${note}`];
}

function table(head: string[], rows: string[][]): string[] {
	const line = (cells: string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** Text of a model or a file: it must not break the table nor become a tag. */
function escapeCell(text: string): string {
	return cleanForDisplay(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
