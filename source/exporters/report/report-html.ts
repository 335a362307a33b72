import type {Report} from '../../domain/report/create-report.js';
import type {Chart, Finding, Verdict} from '../../domain/report/figure-group.js';
import {type AlignedSection, alignFacts, alignFindings} from './align-reports.js';
import {drawChart} from './draw-chart.js';
import {escapeHtml} from './escape-html.js';
import {reportStyle} from './report-style.js';

const verdictWords: Record<Verdict, string> = {fits: 'fits', harms: 'harms', unknown: 'not judged'};
/** Longer tables start folded up. */
const mostOpenRows = 30;

/** One page that holds everything: no script, nothing to load, light and dark as the reader has it. */
export function writeReportHtml(reports: Report[]): string {
	const title = `Report: ${reports.map(report => report.title).join(' beside ')}`;
	return [
		'<!doctype html>',
		'<html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		`<title>${escapeHtml(title)}</title><style>${reportStyle}</style></head><body><main>`,
		`<h1>${escapeHtml(title)}</h1>`,
		...reports.map(writeSummary),
		writeFindings(reports),
		...alignFacts(reports).map(section => writeSection(section, reports)),
		'</main></body></html>',
		'',
	].join('\n');
}

function writeSummary({title, sources, records, unreadable, engines, findings}: Report): string {
	const count = (verdict: Verdict) => findings.filter(finding => finding.verdict === verdict).length;
	const badges = (['harms', 'fits', 'unknown'] as const)
		.map(verdict => `<span class="${verdict}">${count(verdict)} ${verdictWords[verdict]}</span>`)
		.join(' ');
	const from = sources.map(({name, records: held}) => `${name} (${held})`).join(', ');
	const rehearsal = engines.includes('rehearsal')
		? '<p class="note">Rehearsal is no language model: nothing here is evidence of quality.</p>'
		: '';
	const by = escapeHtml(engines.join(', ') || 'nobody');
	return [
		`<p class="summary"><strong>${escapeHtml(title)}</strong> ${badges}</p>`,
		`<p class="muted">${records} records from ${escapeHtml(from)}; ${unreadable} unreadable; written by ${by}.</p>`,
		rehearsal,
	].join('\n');
}

function writeFindings(reports: Report[]): string {
	const columns = reports.map(({title}) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
	const rows = alignFindings(reports).map(({findings}) => {
		const known = findings.find(finding => finding !== undefined) as Finding;
		const wanted = [...new Set(findings.flatMap(finding => finding?.threshold ?? []))].join(' / ');
		return [
			`<tr><th scope="row">${escapeHtml(known.title)}<small>${escapeHtml(known.why)}</small></th>`,
			...findings.map(writeVerdict),
			`<td>${escapeHtml(wanted)}</td></tr>`,
		].join('');
	});
	return [
		'<section><h2>What must hold for training</h2><div class="scroll"><table>',
		`<thead><tr><th scope="col">what</th>${columns}<th scope="col">wanted</th></tr></thead>`,
		`<tbody>${rows.join('\n')}</tbody></table></div></section>`,
	].join('\n');
}

function writeVerdict(finding: Finding | undefined): string {
	if (!finding) return '<td>-</td>';
	const badge = `<span class="${finding.verdict}">${verdictWords[finding.verdict]}</span>`;
	const shown = finding.shown === verdictWords[finding.verdict] ? '' : ` ${escapeHtml(finding.shown)}`;
	return `<td>${badge}${shown}</td>`;
}

function writeSection({id, section, rows}: AlignedSection, reports: Report[]): string {
	const columns = reports.map(({title}) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
	const body = rows.map(
		({label, values}) =>
			`<tr><th scope="row">${escapeHtml(label)}</th>${values.map(value => `<td>${escapeHtml(value)}</td>`).join('')}</tr>`,
	);
	const isOpen = rows.length <= mostOpenRows && id !== 'lists';
	return [
		`<section id="${escapeHtml(id)}"><h2>${escapeHtml(section)}</h2>`,
		writeCharts(id, reports),
		`<details${isOpen ? ' open' : ''}><summary>${rows.length} figures</summary><div class="scroll"><table>`,
		`<thead><tr><th scope="col">figure</th>${columns}</tr></thead><tbody>${body.join('\n')}</tbody>`,
		'</table></div></details></section>',
	].join('\n');
}

/** The same chart of several reports stands side by side. */
function writeCharts(id: string, reports: Report[]): string {
	const charts = reports.map(({sections}) => sections.find(section => section.id === id)?.charts ?? []);
	const titles = [...new Set(charts.flat().map(({title}) => title))];
	const figures = titles.flatMap(title =>
		charts.flatMap((list, place) => {
			const chart = list.find(candidate => candidate.title === title);
			const name = reports.length > 1 ? `${title}: ${reports[place]?.title}` : title;
			return chart && hasContent(chart) ? [writeFigure(name, chart)] : [];
		}),
	);
	return figures.length === 0
		? ''
		: `<div class="charts${reports.length > 1 ? ' pairs' : ''}">${figures.join('\n')}</div>`;
}

function hasContent(chart: Chart): boolean {
	if (chart.kind === 'map') return true;
	if (chart.kind === 'confusion') return chart.counts.flat().some(count => count > 0);
	return chart.kind === 'bars' ? chart.bars.some(({count}) => count > 0) : chart.bins.length > 0;
}

function writeFigure(title: string, chart: Chart): string {
	const label = escapeHtml(title);
	return `<figure class="${chart.kind}" role="img" aria-label="${label}"><figcaption>${label}</figcaption>${drawChart(chart)}</figure>`;
}
