const usualCapacity = 64;

/**
 * `read`, remembering its last answers, from half of `capacity` to all of it: a dozen rules ask the same of one text.
 * `read` must depend on the text alone, and nobody may change what it returned.
 */
export function rememberText<Value>(
	read: (text: string) => Value,
	capacity = usualCapacity,
): (text: string) => Value {
	// Two generations: a map that loses its oldest entry each time walks over the ones it lost before.
	let young = new Map<string, Value>();
	let old = new Map<string, Value>();
	let latest: {text: string; value: Value} | undefined;
	return text => {
		if (latest?.text === text) return latest.value;
		let value = young.get(text);
		if (value === undefined) {
			value = old.get(text) ?? read(text);
			if (young.size >= capacity / 2) {
				old = young;
				young = new Map();
			}
			young.set(text, value);
		}
		latest = {text, value};
		return value;
	};
}
