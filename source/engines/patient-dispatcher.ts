type DispatcherClass = new (options: {
	headersTimeout: number;
	bodyTimeout: number;
	pipelining: number;
	noProxy?: string;
}) => object;

const patient = new Map<'near' | 'far', object | undefined>();

/**
 * What to hand to `fetch` as `dispatcher` for a host, so that it waits longer than the 300 s that Node allows a server
 * between request and headers: a CPU may read a prompt for longer, and the stall watch decides how long is too long.
 * It opens a connection for each request (`pipelining: 0`): a kept one that the server has meanwhile closed would look
 * like an engine that is away.
 *
 * Node exports no such class; the global one is found by the symbol that its `fetch` shares with the undici package,
 * and keeps its kind (plain, or proxy from the environment: then a host on this machine is still reached directly).
 * Undefined where that is not so: then 300 s hold.
 */
export function patientDispatcher(host: string): object | undefined {
	const place = isLoopback(host) ? 'near' : 'far';
	if (!patient.has(place)) patient.set(place, createPatient(place === 'near' ? {noProxy: '*'} : {}));
	return patient.get(place);
}

function isLoopback(host: string): boolean {
	const {hostname} = new URL(host);
	return /^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/.test(hostname);
}

function createPatient(proxying: {noProxy?: string}): object | undefined {
	// Node loads its `fetch`, and with it the dispatcher, at the first use.
	new Response('');
	const shared = globalThis as unknown as Record<symbol, object | undefined>;
	const found = [2, 1].map(version => shared[Symbol.for(`undici.globalDispatcher.${version}`)]);
	const Dispatcher = found.find(each => each !== undefined)?.constructor as DispatcherClass | undefined;
	try {
		return Dispatcher && new Dispatcher({headersTimeout: 0, bodyTimeout: 0, pipelining: 0, ...proxying});
	} catch {
		return undefined;
	}
}
