import {readFileSync} from 'node:fs';
import {
	type ReadableInteraction,
	readableInteractionSchema,
} from '../../../source/domain/legacy-interaction.js';
import {createReport, type Report, type ReportOptions} from '../../../source/domain/report/create-report.js';

const path = new URL('../../fixtures/v2.2-batch.json', import.meta.url);

/** The 49 records that v2.2 really wrote. */
export function readReference(): ReadableInteraction[] {
	const values = JSON.parse(readFileSync(path, 'utf8')) as unknown[];
	return values.map(value => readableInteractionSchema.parse(value));
}

export function reportOn(
	records: readonly unknown[],
	options: Partial<ReportOptions> = {},
	title = 'set',
): Report {
	const report = createReport({promptTexts: () => undefined, ...options});
	for (const record of records) report.add(readableInteractionSchema.parse(record), title);
	return report.read(title);
}

export function findingOf(report: Report, id: string) {
	const found = report.findings.find(finding => finding.id === id);
	if (!found) throw new Error(`no finding ${id}`);
	return found;
}

export function factOf(report: Report, label: string): string | undefined {
	const facts = report.sections.flatMap(section => section.facts);
	return facts.find(fact => fact.label === label)?.value;
}
