import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('every test that the table of guarantees names is there', () => {
	const rows = [...read('docs/guarantees.md').matchAll(/\| `(test\/[^`]+)`: ([^|]+?) \|/g)];

	const missing = rows.filter(([, path, name]) => !read(path as string).includes(name as string));

	expect(rows.length).toBeGreaterThan(15);
	expect(missing.map(([row]) => row)).toEqual([]);
});
