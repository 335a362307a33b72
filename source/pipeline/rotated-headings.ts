/** Of `wording.md`: their sentences go round from scene to scene. Runs that were begun before there were any ask for none. */
export const rotatedHeadings = ['lead', 'notice'] as const;
