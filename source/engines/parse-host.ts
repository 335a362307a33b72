import {UserError} from '../pipeline/errors.js';

/** Where a server listens that was told nothing else; for `openai` that of llama-server. */
export const defaultPorts = {ollama: 11434, openai: 8080};

/**
 * The base address of an engine's server, from what a user or `OLLAMA_HOST` says: `http://127.0.0.1:11434`.
 *
 * Without a scheme the port defaults to that of the engine, with one to 80 or 443, as Ollama itself reads it.
 * The addresses a server listens on (`0.0.0.0`, `::`) become the loopback ones a client can reach.
 * No trailing slash; a path is kept. Throws `UserError`.
 */
export function parseHost(text: string, defaultPort = defaultPorts.ollama): string {
	const given = text.trim().replace(/^["'](.*)["']$/s, '$1');
	const address = withScheme(given, defaultPort);
	const url = address === undefined || !URL.canParse(address) ? undefined : new URL(address);
	if (url === undefined || !isUsable(url)) throw malformed(given, defaultPort);
	if (url.username !== '' || url.password !== '') throw withPassword(url);
	return `${url.protocol}//${reachableHost(url)}${url.pathname.replace(/\/+$/, '')}`;
}

/** The text as a full address; undefined where it cannot be one and `URL` would read something else into it. */
function withScheme(given: string, defaultPort: number): string | undefined {
	if (/[\s\\<>`"]/.test(given) || given === '') return undefined;
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given);
	const rest = scheme === null ? given : given.slice(scheme[0].length);
	const [authority = ''] = rest.split(/[/?#]/, 1);
	const host = bracketed(authority);
	// A bare number is a port someone forgot the host of; `URL` would take it for an IPv4 address.
	if (/^(?:\d*|:)$/.test(host) || (scheme !== null && host.startsWith(':'))) return undefined;
	const named = host.startsWith(':') ? `127.0.0.1${host}` : host;
	const port = scheme === null && !/:\d+$/.test(named) ? `:${defaultPort}` : '';
	const path = rest.slice(authority.length);
	return `${scheme?.[0] ?? 'http://'}${named.replace(/:$/, '')}${port}${path}`;
}

function bracketed(authority: string): string {
	return /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(authority) ? `[${authority}]` : authority;
}

function isUsable(url: URL): boolean {
	const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
	return isWeb && url.hostname !== '' && url.port !== '0' && url.search === '' && url.hash === '';
}

function reachableHost(url: URL): string {
	if (url.hostname === '0.0.0.0') return url.host.replace('0.0.0.0', '127.0.0.1');
	return url.hostname === '[::]' ? url.host.replace('[::]', '[::1]') : url.host;
}

function malformed(given: string, port: number): UserError {
	return new UserError(`The host \`${given.slice(0, 200)}\` is not an address.`, {
		hint: `write it like \`127.0.0.1:${port}\`, \`http://box:${port}\` or \`[::1]:${port}\``,
	});
}

function withPassword(url: URL): UserError {
	return new UserError(`The host \`${url.host}\` comes with a user name or a password in the address.`, {
		hint: 'leave it out: addresses are shown on screen and kept with the run',
	});
}
