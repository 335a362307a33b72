import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {createTemporaryFolder} from './temporary-folder.js';

function mount(...given: string[]): boolean {
	return spawnSync('mount', given).status === 0;
}

/** A real file system of its own, in memory; only root can have one. */
export const canMountDisks = (() => {
	if (process.getuid?.() !== 0) return false;
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-disk-'));
	const isMounted = mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
	if (isMounted) spawnSync('umount', [folder]);
	rmdirSync(folder);
	return isMounted;
})();

export function mountSmallDisk(size: string) {
	const folder = createTemporaryFolder();
	if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) throw new Error('no disk was mounted');
	onTestFinished(() => void spawnSync('umount', ['-l', folder]));
	return {
		folder,
		grow: (larger: string) => mount('-o', `remount,size=${larger}`, folder),
		makeReadOnly: () => mount('-o', 'remount,ro', folder),
	};
}
