import {createHash} from 'node:crypto';
import {appendFile} from 'node:fs/promises';
import {openAppendFile} from './append-file.js';
import {readLines} from './read-lines.js';
import {unlessMissing} from './system-failure.js';

/**
 * Copies lines nobody can read to `<journal>.damaged`, each once: what is set aside stays in the journal, so every
 * later opening meets it again.
 */
export async function keepDamagedLines(journalPath: string, lines: Buffer[]): Promise<void> {
	if (lines.length === 0) return;
	const path = `${journalPath}.damaged`;
	const known = await readDigests(path);
	const fresh = lines.filter(line => !known.has(digest(line)));
	if (fresh.length > 0)
		await appendFile(path, Buffer.concat(fresh.flatMap(line => [line, Buffer.from('\n')])));
}

async function readDigests(path: string): Promise<Set<string>> {
	const digests = new Set<string>();
	const file = await unlessMissing(() => openAppendFile(path, 'read'));
	if (file === undefined) return digests;
	try {
		const {size} = await file.stat();
		for await (const line of readLines(file, size)) if (line.bytes) digests.add(digest(line.bytes));
	} finally {
		await file.close();
	}
	return digests;
}

function digest(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64');
}
