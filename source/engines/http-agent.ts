import type {Dispatcher} from 'undici';

/**
 * It waits for headers and body as long as it takes: a CPU may read a prompt for longer than the usual 300 s, and the stall
 * watch decides how long is too long. A connection for each request (`pipelining: 0`): a kept one that the server has
 * meanwhile closed would look like an engine that is away.
 */
const patient = {headersTimeout: 0, bodyTimeout: 0, pipelining: 0};

let near: Dispatcher | undefined;
let far: Dispatcher | undefined;

/** Loaded with the first request: a run of `rehearsal` sends none. */
export const loadHttp = () => import('undici');

/** What carries requests to a host: to one on this machine directly, to others through the proxy of the environment. */
export async function agentFor(url: string): Promise<Dispatcher> {
	const {Agent, EnvHttpProxyAgent} = await loadHttp();
	if (isLoopback(url)) {
		near ??= new Agent(patient);
		return near;
	}
	far ??= new EnvHttpProxyAgent(patient);
	return far;
}

function isLoopback(url: string): boolean {
	const {hostname} = new URL(url);
	return /^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/.test(hostname);
}
