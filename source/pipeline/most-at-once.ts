/** Interactions under way at once, at most: on one host by measurement, and on all together by a user's number. */
export const mostAtOnce = 1_024;
