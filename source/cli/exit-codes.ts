/** What the process ends with. */
export const exitCodes = {
	done: 0,
	/** A bug, or an engine that went away for good. */
	failed: 1,
	/** The user's mistake, with a hint. */
	userMistake: 2,
	/** Finished, but short of the target. */
	short: 3,
	interrupted: 130,
	terminated: 143,
	hungUp: 129,
} as const;
