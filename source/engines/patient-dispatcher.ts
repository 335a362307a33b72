type DispatcherClass = new (options: {
	headersTimeout: number;
	bodyTimeout: number;
	pipelining: number;
}) => object;

let patient: object | undefined;

/**
 * What to hand to `fetch` as `dispatcher`, so that it waits longer than the 300 s that Node allows a server between
 * request and headers: a CPU may read a prompt for longer, and the stall watch decides how long is too long.
 * It opens a connection for each request (`pipelining: 0`): a kept one that the server has meanwhile closed would look
 * like an engine that is away.
 *
 * Node exports no such class; the global one is found by the symbol that its `fetch` shares with the undici package,
 * and keeps its kind (plain or proxy from the environment). Undefined where that is not so: then 300 s hold.
 */
export function patientDispatcher(): object | undefined {
	patient ??= createPatient();
	return patient;
}

function createPatient(): object | undefined {
	// Node loads its `fetch`, and with it the dispatcher, at the first use.
	new Response('');
	const shared = globalThis as unknown as Record<symbol, object | undefined>;
	const found = [2, 1].map(version => shared[Symbol.for(`undici.globalDispatcher.${version}`)]);
	const Dispatcher = found.find(each => each !== undefined)?.constructor as DispatcherClass | undefined;
	try {
		return Dispatcher && new Dispatcher({headersTimeout: 0, bodyTimeout: 0, pipelining: 0});
	} catch {
		return undefined;
	}
}
