import {defineConfig} from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest wants its configuration so
export default defineConfig({
	test: {
		root: new URL('..', import.meta.url).pathname,
		include: ['test/**/*.test.{ts,tsx}'],
		setupFiles: ['test/setup.ts'],
		testTimeout: 20_000,
		// Most of the time goes by in programs under test, not in the worker.
		maxWorkers: 2,
	},
});
