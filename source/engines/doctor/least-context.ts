/** The longest prompt of a run and its reply, in tokens: with a smaller context the longer ones fail one after the other. */
export const leastContextTokens = 2_048;
