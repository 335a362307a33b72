import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** A folder of its own for the test that asks, removed when it is over. */
export function createTemporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}
