/** Apart from the exporters, so that whoever only checks a name does not read them all. */
export const formatNames = ['json', 'jsonl', 'messages', 'sharegpt', 'alpaca', 'csv', 'parquet'] as const;
export type FormatName = (typeof formatNames)[number];
/** Those that hold samples of a chat. */
export const chatFormats: readonly FormatName[] = ['messages', 'sharegpt', 'alpaca'];
