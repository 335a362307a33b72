/** The end of a run, once it takes keys. */
export const endDialog = /enter leave {4}esc browse the set/;
