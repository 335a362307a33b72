import {defineConfig} from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest wants its configuration so
export default defineConfig({
	test: {
		root: new URL('..', import.meta.url).pathname,
		include: ['test/ollama/**/*.real.ts'],
		testTimeout: 20 * 60_000,
		hookTimeout: 5 * 60_000,
		fileParallelism: false,
	},
});
