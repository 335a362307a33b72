// Lets a child process run the sources: Node strips the types, this finds `x.ts` where `x.js` is imported.
import {registerHooks} from 'node:module';

registerHooks({
	resolve(specifier, context, nextResolve) {
		try {
			return nextResolve(specifier, context);
		} catch (error) {
			if (!specifier.startsWith('.')) throw error;
			return nextResolve(specifier.replace(/\.js$/u, '.ts'), context);
		}
	},
});
