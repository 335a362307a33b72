// Writes the table "How well" of docs/quality.md: 1,024 interactions of rehearsal, a run of a real model where one is
// named, and the file of v2.2, each as `unwritten report --json` measures it.
//   npm run quality [-- RUN-or-FILE]
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const [real] = process.argv.slice(2);
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const page = fileURLToPath(new URL('../docs/quality.md', import.meta.url));
const reference = fileURLToPath(new URL('../test/fixtures/v2.2-batch.json', import.meta.url));
const [begin, end] = ['<!-- how well -->', '<!-- end how well -->'];

/** Ids of findings, in the order in which issue 6 names what must hold. */
const rows = [
	...['cells-reached', 'cells-even', 'axes-even', 'names-unique', 'word-count-true', 'length'],
	...['rule-contractions', 'near-copies', 'setting', 'setting-anywhere', 'rule-numbers-in-mouth'],
	...['roles-swapped', 'distinct-2'],
	...['copy-share', 'copy-share-plan', 'stock-phrases', 'phrase-reuse', 'opening', 'scene-shape'],
	...['rule-unicode', 'rule-point-of-view', 'rule-tense', 'urgency-varied', 'time-varied', 'hook-varied'],
	...['trust-drawn', 'interaction_count-drawn', 'complete', 'outcomes-agree'],
];
const verdicts = {fits: 'fits', harms: '**harms**'};

const folder = mkdtempSync(join(tmpdir(), 'unwritten-quality-'));
try {
	const rehearsal = ['--engine', 'rehearsal', '--count', '1024', '--seed', '7', '--plain', '--out', folder];
	run(rehearsal);
	const columns = [
		{name: 'rehearsal, 1,024', report: readReport('latest', ['--out', folder])},
		{name: 'real model', report: real === undefined ? undefined : readReport(real, [])},
		{name: 'v2.2, 49', report: readReport(reference, [])},
	];
	const text = readFileSync(page, 'utf8');
	const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
	writeFileSync(page, `${before}${begin}\n\n${writeTable(columns)}\n${rest}`);
} finally {
	rmSync(folder, {recursive: true, force: true});
}

function run(given) {
	return execFileSync(process.execPath, [program, ...given], {encoding: 'utf8', maxBuffer: 2 ** 28});
}

function readReport(wanted, options) {
	return JSON.parse(run(['report', wanted, '--json', ...options]));
}

function writeTable(columns) {
	const line = cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	const head = ['what must hold', 'wanted', ...columns.map(({name}) => name)];
	const body = rows.map(id => {
		const [first] = columns.map(({report}) => findFinding(report, id)).filter(Boolean);
		return line([first.title, first.threshold, ...columns.map(({report}) => writeCell(report, id))]);
	});
	return [line(head), line(head.map(() => '---')), ...body, ''].join('\n');
}

function findFinding(report, id) {
	return report?.findings.find(finding => finding.id === id);
}

function writeCell(report, id) {
	if (report === undefined) return 'not measured yet';
	const finding = findFinding(report, id);
	if (finding === undefined) return '-';
	return finding.verdict === 'unknown' ? finding.shown : `${finding.shown}: ${verdicts[finding.verdict]}`;
}
