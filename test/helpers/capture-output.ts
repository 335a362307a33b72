import {afterEach, beforeEach, vi} from 'vitest';
import {createTemporaryFolder} from './temporary-folder.js';

/** What the program writes in each test of this file, piece by piece; it runs under settings of its own. */
export function captureOutput(): {stdout: string[]; stderr: string[]} {
	const output = {stdout: [] as string[], stderr: [] as string[]};
	beforeEach(() => {
		vi.stubEnv('XDG_CONFIG_HOME', createTemporaryFolder());
		for (const name of ['stdout', 'stderr'] as const) {
			output[name].length = 0;
			vi.spyOn(process[name], 'write').mockImplementation(text => output[name].push(String(text)) > 0);
		}
	});
	afterEach(() => {
		vi.restoreAllMocks();
		vi.unstubAllEnvs();
	});
	return output;
}
