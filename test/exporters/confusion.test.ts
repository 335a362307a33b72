import {expect, test} from 'vitest';
import type {Judgement} from '../../source/domain/judgement.js';
import {cellFromNumber} from '../../source/domain/parameter-space.js';
import type {Report} from '../../source/domain/report/create-report.js';
import {createJudged} from '../../source/domain/report/judged.js';
import {writeReportHtml} from '../../source/exporters/report/report-html.js';
import {writeReportMarkdown} from '../../source/exporters/report/report-markdown.js';
import {writeReportText} from '../../source/exporters/report/report-text.js';

/** 16 records of each complexity; a quarter of those meant as baseline is named avoidance, 2 of them with another label. */
function createJudgedReport(count = 128): Report {
	const group = createJudged();
	for (let number = 0; number < count; number++) {
		const wanted = cellFromNumber(number);
		const {authenticity} = wanted;
		const isOff = wanted.complexity === 'baseline' && wanted.capacity === 'low';
		const complexity = isOff ? (authenticity === 'failed' ? 'projection' : 'avoidance') : wanted.complexity;
		group.add(createJudgement(number, {wanted, named: {complexity, authenticity, roles: 'kept'}}), {
			isInSet: true,
		});
	}
	const {section, findings} = group.read();
	const facts = {title: 'run', sources: [], records: count, unreadable: 0, engines: [], figures: {}};
	return {...facts, findings, sections: [section]};
}

function createJudgement(number: number, said: Pick<Judgement, 'wanted' | 'named'>): Judgement {
	const judge = {judge: 'j', engine: 'fake', model: 'fake:1b'};
	return {
		at: '2026-11-25T00:00:00.000Z',
		id: `r-${number}`,
		plan_index: number,
		...judge,
		...said,
		gated: false,
	};
}

const baseline = 'named as meant 12 of 16 (75 %), 95 %: 50.5 % to 89.8 %; else avoidance 3, projection 1';

test('text and Markdown say for each label how often it was named, with its interval, and what was named instead', () => {
	const report = createJudgedReport();
	const text = writeReportText([report]);
	expect(text).toContain(`What a blind reader named: complexity baseline: ${baseline}`);
	expect(text).toContain(
		'What a blind reader named: authenticity excellent: named as meant 32 of 32 (100 %), 95 %: 89.3 % to 100 %',
	);
	expect(writeReportMarkdown([report])).toContain(`| complexity baseline | ${baseline} |`);
});

test('the page draws what was meant against what was named, one map an axis, with the agreements framed', () => {
	const html = writeReportHtml([createJudgedReport()]);
	const figures = html.match(/<figure class="confusion".*?<\/figure>/gsu) ?? [];
	expect(figures.length).toBe(2);
	const [complexity, authenticity] = figures as [string, string];
	expect(complexity).toContain('aria-label="complexity: meant (rows) and named (columns)"');
	expect(complexity.match(/stroke="var\(--text\)"/g)?.length).toBe(8);
	expect(authenticity.match(/stroke="var\(--text\)"/g)?.length).toBe(4);
	const counts = [...complexity.matchAll(/>(\d+)<\/text>/gu)].map(([, count]) => Number(count));
	expect(counts.length).toBe(64);
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(128);
});

test('a set that was not judged has neither', () => {
	const report = createJudgedReport(0);
	expect(writeReportText([report]).join('\n')).not.toContain('named as meant 0');
	expect(writeReportHtml([report])).not.toContain('<figure');
});
