import {posix} from 'node:path';

/** Path below `source/`, with `/`, to text. */
export type SourceFiles = Record<string, string>;

type Row = {
	/** Folders, or files without their ending, that may be imported besides its own. */
	inside: string[];
	packages: string[];
};

const contracts = ['pipeline/ports', 'pipeline/errors', 'pipeline/failure'];
const anything = ['domain', 'pipeline', 'engines', 'store', 'exporters', 'plain', 'ui', 'cli'];

/** The table of the architecture: what each folder may import, besides itself. */
export const importTable: Record<string, Row> = {
	domain: {inside: [], packages: ['zod', 'pure-rand']},
	pipeline: {inside: ['domain'], packages: ['zod', 'jsonrepair']},
	engines: {inside: ['domain', ...contracts], packages: ['zod', 'ollama', 'undici', 'eventsource-parser']},
	store: {
		inside: ['domain', ...contracts],
		packages: ['zod', 'lowdb', 'conf', 'proper-lockfile', 'write-file-atomic', 'node:'],
	},
	exporters: {inside: ['domain', 'pipeline/ports'], packages: ['echarts', 'hyparquet-writer', 'zod']},
	plain: {inside: ['domain', 'pipeline'], packages: ['node:']},
	ui: {
		inside: ['domain', 'pipeline'],
		packages: ['cli-spinners', 'ink', 'ink-spinner', 'react', 'string-width'],
	},
	cli: {inside: anything, packages: ['node:']},
	'cli.ts': {inside: ['cli/main'], packages: []},
};

const forbiddenNames = [
	'utils',
	'util',
	'helpers',
	'helper',
	'common',
	'types',
	'type',
	'manager',
	'service',
];
const longestFile = 300;

/** Everything in these files that breaks the architecture, one sentence each, with the file and the offending name. */
export function findBreaches(files: SourceFiles): string[] {
	return Object.entries(files).flatMap(([path, text]) => [
		...findForbiddenImports(path, text),
		...findUiBreaches(path, text),
		...findFormBreaches(path, text),
		...(path.startsWith('domain/') ? findImpurities(path, text) : []),
	]);
}

function findForbiddenImports(path: string, text: string): string[] {
	const folder = path.split('/')[0] as string;
	const row = importTable[folder];
	if (!row) return [`${path} is in no folder of the table`];
	return listImports(text)
		.filter(name => !isAllowed({path, folder, row, name}))
		.map(name => `${path} must not import ${name}`);
}

function isAllowed(parts: {path: string; folder: string; row: Row; name: string}): boolean {
	const {path, folder, row, name} = parts;
	if (!name.startsWith('.')) {
		return row.packages.some(known =>
			known.endsWith(':') ? name.startsWith(known) : name === known || name.startsWith(`${known}/`),
		);
	}
	const target = resolveImport(path, name);
	if (target.startsWith(`${folder}/`)) return true;
	return row.inside.some(known => target === known || target.startsWith(`${known}/`));
}

/** Without its ending, below `source/`. */
function resolveImport(path: string, name: string): string {
	return posix.join(posix.dirname(path), name).replace(/\.(?:js|json|tsx?)$/, '');
}

/** Static and dynamic imports and re-exports, of types too. */
export function listImports(text: string): string[] {
	const code = withoutComments(text);
	const patterns = [
		/\b(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/g,
		/\bimport\s*['"]([^'"]+)['"]/g,
		/\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g,
	];
	return patterns.flatMap(pattern => [...code.matchAll(pattern)].map(match => match[1] as string));
}

function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Screens use panels, panels use components, and panels take props. */
function findUiBreaches(path: string, text: string): string[] {
	const layers = ['components', 'panels', 'screens'];
	const layer = layers.findIndex(name => path.startsWith(`ui/${name}/`));
	if (layer === -1) return [];
	const above = listImports(text)
		.map(name => ({name, target: name.startsWith('.') ? resolveImport(path, name) : name}))
		.filter(({target}) => layers.slice(layer + 1).some(name => target.startsWith(`ui/${name}/`)))
		.map(({name}) => `${path} must not import ${name}: it is a layer above`);
	const code = withoutComments(text);
	const subscribes = /\b(?:useSyncExternalStore|useProgress)\b|\.subscribe\(/.exec(code)?.[0];
	return subscribes && layer < 2 ? [...above, `${path} must not subscribe (${subscribes})`] : above;
}

function findFormBreaches(path: string, text: string): string[] {
	const breaches: string[] = [];
	const name = posix.basename(path).replace(/\.(?:tsx?|json)$/, '');
	const words = path.replace(/\.(?:tsx?|json)$/, '').split(/[/-]/);
	const forbidden = words.find(word => forbiddenNames.includes(word));
	if (forbidden) breaches.push(`${path} is named ${forbidden}`);
	if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) breaches.push(`${path} is not in kebab case`);
	if (name === 'index') breaches.push(`${path} is a barrel file`);
	if (path.endsWith('.json')) return breaches;
	const lines = text.trimEnd().split('\n').length;
	if (lines > longestFile) breaches.push(`${path} has ${lines} lines`);
	const code = withoutComments(text);
	if (/^export default\b|\bas default\b/m.test(code)) breaches.push(`${path} has a default export`);
	if (isBarrel(code)) breaches.push(`${path} is a barrel file`);
	return breaches;
}

/** Passes everything on, or has nothing of its own. */
function isBarrel(code: string): boolean {
	if (/^export (?:type )?\*/m.test(code)) return true;
	const reExport = /^export (?:type )?\{[^}]*\} from [^;]*;/gm;
	const own = code.replace(reExport, '').replace(/^import [^;]*;/gm, '');
	return reExport.test(code) && own.trim() === '';
}

/** No clock, chance, disk, network or promise. */
function findImpurities(path: string, text: string): string[] {
	const impure =
		/\bDate\b|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\(|\bprocess\b|\bperformance\b|\basync\b|\bawait\b|\bPromise\b|\bconsole\b/;
	const code = withoutComments(text).replace(
		/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/(?![*/ ])(?:[^/\\\n]|\\.)+\/[a-z]+/g,
		"''",
	);
	const found = impure.exec(code)?.[0];
	return found ? [`${path} is not pure: ${found}`] : [];
}
