export const checkNames = [
	'reachable',
	'model',
	'answer',
	'thinking',
	'schema',
	'context',
	'parallel',
	'speed',
	'memory',
] as const;
export type CheckName = (typeof checkNames)[number];

/**
 * One thing that was looked at. `wrong`: a run would fail or spoil its set; `slow`: it works, and could work better;
 * `unknown`: could not be found out, with the reason.
 */
export type Finding = {
	check: CheckName;
	level: 'ok' | 'slow' | 'wrong' | 'unknown';
	/** One sentence with what was measured. */
	what: string;
	remedy?: string;
	/** To be typed as it stands. */
	command?: string;
	/** The figures behind the sentence, units in their names. */
	measured?: Record<string, number>;
};
