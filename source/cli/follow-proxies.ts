import http from 'node:http';
import {UserError} from '../pipeline/errors.js';

const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

/**
 * Checks the proxies that the environment names; engines on other machines are reached through them (`engines/http-agent.ts`),
 * those on this one directly. What fetches weights for the embedded engine follows them where Node can (24). Throws
 * `UserError` for a proxy that is no address.
 */
export function followProxies(): void {
	const named = names.find(name => process.env[name] && !isAddress(process.env[name]));
	if (named !== undefined) {
		// The value may hold a password, so it is not repeated.
		throw new UserError(`the proxy in \`${named}\` is not an address`, {
			hint: 'write it like `http://proxy.example:3128`, or unset it',
		});
	}
	const {setGlobalProxyFromEnv} = http as {setGlobalProxyFromEnv?: () => unknown};
	if (names.some(name => process.env[name])) setGlobalProxyFromEnv?.();
}

function isAddress(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}
