import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {findBreaches, importTable, listImports, type SourceFiles} from './helpers/check-architecture.js';

const root = fileURLToPath(new URL('../source', import.meta.url));

function readSource(): SourceFiles {
	const paths = readdirSync(root, {recursive: true}).map(path => String(path).replaceAll('\\', '/'));
	const files = paths.filter(path => /\.(?:tsx?|json)$/.test(path) && statSync(join(root, path)).isFile());
	// The build's own settings belong to no folder.
	const ours = files.filter(path => path !== 'tsconfig.json');
	return Object.fromEntries(ours.map(path => [path, readFileSync(join(root, path), 'utf8')]));
}

test('the source keeps to the architecture', () => {
	expect(findBreaches(readSource())).toEqual([]);
});

test('every folder of the table is there, and read', () => {
	const files = readSource();
	for (const folder of Object.keys(importTable)) {
		expect(Object.keys(files).some(path => path === folder || path.startsWith(`${folder}/`))).toBe(true);
	}
	const imports = Object.values(files).flatMap(listImports);
	expect(imports.length).toBeGreaterThan(500);
});

test.each<[string, string, string]>([
	['domain/a.ts', "import {readFileSync} from 'node:fs';", 'domain/a.ts must not import node:fs'],
	[
		'domain/a.ts',
		"import type {Engine} from '../pipeline/ports.js';",
		'must not import ../pipeline/ports.js',
	],
	['pipeline/a.ts', "import {randomInt} from 'node:crypto';", 'must not import node:crypto'],
	[
		'pipeline/a.ts',
		"import {createOllamaEngine} from '../engines/ollama/create-ollama-engine.js';",
		'engines',
	],
	['pipeline/steps/a.ts', "const b = await import('../../store/run-folder.js');", 'store/run-folder'],
	['engines/a.ts', "import {createRun} from '../pipeline/run.js';", 'must not import ../pipeline/run.js'],
	[
		'engines/a.ts',
		"import {\n\tone,\n\ttwo,\n} from '../store/run-id.js';",
		'must not import ../store/run-id.js',
	],
	['store/a.ts', "import {render} from 'ink';", 'must not import ink'],
	['store/a.ts', "import 'zodiac';", 'must not import zodiac'],
	['exporters/a.ts', "import {writeFile} from 'node:fs/promises';", 'must not import node:fs/promises'],
	['plain/a.ts', "import {start} from '../ui/start-screen.js';", 'must not import ../ui/start-screen.js'],
	['ui/a.ts', "import {openRun} from '../store/run-folder.js';", 'must not import ../store/run-folder.js'],
	['ui/a.ts', "export type {Settings} from '../cli/resolve-settings.js';", '../cli/resolve-settings.js'],
	['cli.ts', "import {parseArguments} from './cli/parse-arguments.js';", './cli/parse-arguments.js'],
	['other/a.ts', '', 'other/a.ts is in no folder of the table'],
	['ui/components/a.tsx', "import {TextPanel} from '../panels/text-panel.js';", 'a layer above'],
	['ui/panels/a.tsx', "import {RunScreen} from '../screens/run-screen.js';", 'a layer above'],
	[
		'ui/panels/a.tsx',
		'const now = useSyncExternalStore(subscribe, read);',
		'must not subscribe (useSyncExternalStore)',
	],
	[
		'ui/panels/a.tsx',
		"import {useProgress} from '../hooks/use-progress.js';",
		'must not subscribe (useProgress)',
	],
	['store/run-utils.ts', '', 'is named utils'],
	['domain/types.ts', '', 'is named types'],
	['store/common/lock.ts', '', 'is named common'],
	['store/runFolder.ts', '', 'is not in kebab case'],
	['domain/index.ts', '', 'is a barrel file'],
	['domain/a.ts', "export * from './draw.js';", 'is a barrel file'],
	['domain/a.ts', "export {createDrawer} from './create-draw.js';", 'is a barrel file'],
	['domain/a.ts', 'export default 3;', 'has a default export'],
	['domain/a.ts', 'const a = 1;\n'.repeat(301), 'has 301 lines'],
	['domain/a.ts', 'export const now = () => Date.now();', 'is not pure: Date'],
	['domain/a.ts', 'export async function draw() {}', 'is not pure: async'],
	['domain/a.ts', 'export const chance = Math.random();', 'is not pure: Math.random'],
])('a breach is found and named: %s %s', (path, text, breach) => {
	expect(findBreaches({[path]: text}).join('\n')).toContain(breach);
});

test.each<[string, string]>([
	['domain/a.ts', "import {z} from 'zod';\nimport {uniformInt} from 'pure-rand/distribution/uniformInt';"],
	['domain/a.ts', "// never import {x} from 'ink'\nexport const dates = 'Date and Promise';"],
	['pipeline/a.ts', "import {jsonrepair} from 'jsonrepair';\nimport type {Draw} from '../domain/draw.js';"],
	[
		'engines/ollama/a.ts',
		"import {EngineError} from '../../pipeline/errors.js';\nimport {Ollama} from 'ollama';",
	],
	['store/a.ts', "import {readFile} from 'node:fs/promises';\nimport lockfile from 'proper-lockfile';"],
	['ui/screens/a.tsx', "import {TextPanel} from '../panels/text-panel.js';\nimport {Box} from 'ink';"],
	['domain/a.ts', "export type {Draw} from './draw.js';\nexport const own = 3;"],
	['cli/a.ts', "import {startScreen} from '../ui/start-screen.js';\nimport {resolve} from 'node:path';"],
])('what is allowed is not found: %s %s', (path, text) => {
	expect(findBreaches({[path]: text})).toEqual([]);
});
