import {existsSync} from 'node:fs';
import nodeModule from 'node:module';
import {fileURLToPath} from 'node:url';

/** In place of a package that is imported and never used. */
const unused = 'data:text/javascript,export class Ajv2020 {} export default {}';

/** What is read in place of a package: a part of it, or nothing. */
const lighter: Record<string, (url: string) => string> = {
	// Ink takes one function, `throttle`, out of 415 files.
	'es-toolkit/compat': url => url.replace('/compat/index.mjs', '/compat/function/throttle.mjs'),
	// `conf` reads 140 files to check schemas and to migrate, and is asked for neither.
	'ajv/dist/2020.js': () => unused,
	'ajv-formats': () => unused,
	semver: () => unused,
};

/**
 * Imports what needs Ink or conf, without the files that they read and do not use: reading those takes longer than
 * drawing the first frame. Where that cannot be done, nothing changes.
 */
export async function importLightly<Module>(load: () => Promise<Module>): Promise<Module> {
	// Node 22 has it from 22.15 on.
	if (typeof nodeModule.registerHooks !== 'function') return load();
	const hooks = nodeModule.registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			const lighten = lighter[specifier];
			if (!lighten) return resolved;
			const url = lighten(resolved.url);
			const isThere = url === unused || existsSync(fileURLToPath(url));
			return isThere ? {...resolved, url, format: 'module'} : resolved;
		},
	});
	try {
		return await load();
	} finally {
		hooks.deregister();
	}
}
