import type {JournalRecovery} from './scan-journal.js';

/** One sentence for each thing that an opening found wrong in the journal `name`; none for a healthy one. */
export function describeRecovery(options: {
	name: string;
	recovered: JournalRecovery;
	readOnly: boolean;
}): string[] {
	const {name, readOnly} = options;
	const {cutBytes, damaged, oversized, duplicates} = options.recovered;
	const sentences = [
		[cutBytes, `a torn last line of ${cutBytes} bytes was ${readOnly ? 'left out' : 'cut off'}`],
		[damaged, `${lines(damaged)} nobody can read: skipped${readOnly ? '' : `, copied to ${name}.damaged`}`],
		[oversized, `${lines(oversized)} longer than 4 MB: skipped`],
		[duplicates, `${lines(duplicates)} with an id that was there before: skipped`],
	] as const;
	return sentences.filter(([count]) => count > 0).map(([, sentence]) => `${name}: ${sentence}`);
}

function lines(count: number): string {
	return count === 1 ? '1 line' : `${count} lines`;
}
