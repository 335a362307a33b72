import http from 'node:http';
import {UserError} from '../pipeline/errors.js';

const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

type ProxyAware = {setGlobalProxyFromEnv?: () => unknown};

/**
 * Lets requests go through the proxy that the environment names (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`, also in lower
 * case). Engines on this machine are reached directly all the same. Throws `UserError` for a proxy that is no address.
 */
export function followProxies({setGlobalProxyFromEnv}: ProxyAware = http as ProxyAware): void {
	const named = names.find(name => process.env[name]);
	if (named === undefined) return;
	if (setGlobalProxyFromEnv === undefined) {
		process.stderr.write(
			`note: \`${named}\` is not used: this Node knows no proxies; \`npm start\` brings one that does\n`,
		);
		return;
	}
	try {
		setGlobalProxyFromEnv();
	} catch (error) {
		// The value may hold a password, so it is not repeated.
		throw new UserError(`the proxy in \`${named}\` is not an address`, {
			hint: 'write it like `http://proxy.example:3128`, or unset it',
			cause: error,
		});
	}
}
