const byteOrderMark = '\uFEFF';

/** Text of a file as we work with it: no byte order mark, LF only. */
export function normalizeText(text: string): string {
	const bare = text.startsWith(byteOrderMark) ? text.slice(1) : text;
	return bare.replaceAll('\r\n', '\n');
}

/** Parses JSON from a file we do not trust: keys that reach for a prototype are left out. Throws SyntaxError. */
export function parseUntrustedJson(text: string): unknown {
	const bare = text.startsWith(byteOrderMark) ? text.slice(1) : text;
	// A reviver makes parsing several times slower, so only where such a key can be (also written with escapes).
	return /__proto__|\\u00/iu.test(bare) ? JSON.parse(bare, dropPrototypeKeys) : JSON.parse(bare);
}

function dropPrototypeKeys(this: unknown, key: string, value: unknown): unknown {
	return key === '__proto__' ? undefined : value;
}

export function isRecordObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
