import {existsSync} from 'node:fs';
import nodeModule from 'node:module';
import {fileURLToPath} from 'node:url';

const whole = '/es-toolkit/dist/compat/index.mjs';
const part = '/es-toolkit/dist/compat/function/throttle.mjs';

/**
 * Imports what needs Ink. Ink takes one function, `throttle`, out of a package of 415 files, and reading them all takes
 * longer than drawing the first frame: it is given the one file instead. Where that cannot be done, nothing changes.
 */
export async function importLightly<Module>(load: () => Promise<Module>): Promise<Module> {
	// Node 22 has it from 22.15 on.
	if (typeof nodeModule.registerHooks !== 'function') return load();
	const hooks = nodeModule.registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			if (specifier !== 'es-toolkit/compat' || !resolved.url.endsWith(whole)) return resolved;
			const url = resolved.url.replace(whole, part);
			return existsSync(fileURLToPath(url)) ? {...resolved, url} : resolved;
		},
	});
	try {
		return await load();
	} finally {
		hooks.deregister();
	}
}
