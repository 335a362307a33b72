import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the tables of the README are those of the program', () => {
	const check = () =>
		execFileSync(process.execPath, ['scripts/readme.mjs', '--check'], {cwd: root, stdio: 'pipe'});

	expect(check).not.toThrow();
});

test('every picture and file that the README names is there', () => {
	const readme = readFileSync(`${root}/README.md`, 'utf8');
	const paths = [...readme.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(match => match[1] as string);

	expect(paths.length).toBeGreaterThan(0);
	for (const path of paths) expect(() => readFileSync(`${root}/${path}`)).not.toThrow();
});
