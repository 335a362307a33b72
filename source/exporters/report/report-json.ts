import {escapeInvisible} from '../../domain/quality/escape-invisible.js';
import type {Report} from '../../domain/report/create-report.js';

/** The figures and findings as JSON: one object, or one for each report that stands side by side. */
export function writeReportJson(reports: Report[]): string {
	const plain = reports.map(({sections: _, ...rest}) => rest);
	return escapeInvisible(JSON.stringify(plain.length === 1 ? plain[0] : plain, undefined, 2));
}
