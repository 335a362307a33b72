/** What to type to go on with a run. */
export function wayToResume(runId: string): string {
	return `unwritten --resume ${runId}`;
}
