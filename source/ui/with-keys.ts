/** Lines have no identity but their place. */
export function withKeys<Value>(values: readonly Value[]): Array<{key: string; value: Value}> {
	return values.map((value, index) => ({key: String(index), value}));
}
