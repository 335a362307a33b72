const usualCapacity = 64;

/**
 * `read`, remembering its last answers: a dozen rules ask the same of one text. `read` must depend on the text alone, and
 * nobody may change what it returned.
 */
export function rememberText<Value>(
	read: (text: string) => Value,
	capacity = usualCapacity,
): (text: string) => Value {
	const known = new Map<string, Value>();
	return text => {
		const remembered = known.get(text);
		if (remembered !== undefined) return remembered;
		const value = read(text);
		if (known.size >= capacity) known.delete(known.keys().next().value as string);
		known.set(text, value);
		return value;
	};
}
