export const replyForms = ['prose', 'card'] as const;
/** What the model learns to answer: the prose alone, or the card as JSON (setting, prose, action). */
export type ReplyForm = (typeof replyForms)[number];
