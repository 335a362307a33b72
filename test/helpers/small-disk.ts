import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
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

/**
 * A small ext4 of its own in a file, which root can make, and whose own test hook makes it find an error: it turns
 * read-only for good, as on a disk that fails. Nothing but this one file system is touched.
 */
export const canBreakDisks = (() => {
	if (!canMountDisks) return false;
	try {
		const disk = mountExt4(mkdtempSync(join(tmpdir(), 'unwritten-ext4-')));
		const canBreak = existsSync(disk.trigger);
		spawnSync('umount', [disk.folder]);
		rmSync(disk.place, {recursive: true});
		return canBreak;
	} catch {
		return false;
	}
})();

function mountExt4(place: string) {
	const [image, folder] = [join(place, 'image'), join(place, 'disk')];
	writeFileSync(image, '');
	truncateSync(image, 16 * 1024 * 1024);
	mkdirSync(folder);
	const isMade = spawnSync('mkfs.ext4', ['-q', '-F', image]).status === 0;
	const attach = () => mount('-o', 'loop,errors=remount-ro', image, folder);
	if (!isMade || !attach()) throw new Error('no disk was mounted');
	const found = spawnSync('losetup', ['-j', image], {encoding: 'utf8'}).stdout;
	const device = /^\/dev\/(loop\d+):/u.exec(found)?.[1] ?? 'none';
	return {place, image, folder, attach, trigger: `/sys/fs/ext4/${device}/trigger_fs_error`};
}

export function mountBreakableDisk() {
	const {image, folder, attach, trigger} = mountExt4(createTemporaryFolder());
	onTestFinished(() => void spawnSync('umount', ['-l', folder]));
	return {
		folder,
		break: () => writeFileSync(trigger, 'a test of a run on it'),
		/** As an administrator would: taken off, checked, and put back. */
		mend: () => {
			spawnSync('umount', [folder]);
			const {status} = spawnSync('fsck.ext4', ['-fy', image]);
			return (status ?? 8) < 4 && attach();
		},
	};
}
