import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {patientDispatcher} from '../../source/engines/patient-dispatcher.js';

type Options = {headersTimeout: number; bodyTimeout: number};

// A newer Node that hides its dispatcher would bring the limit of 300 s back without a word.
test('this Node lends a dispatcher whose limits hold for fetch', async () => {
	const silent = createServer(() => undefined);
	await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => silent.close().closeAllConnections());
	const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;

	const patient = patientDispatcher(address) as object;
	const Dispatcher = patient.constructor as new (options: Options) => object;
	const impatient = new Dispatcher({headersTimeout: 1, bodyTimeout: 1});
	const failure = await fetch(address, {dispatcher: impatient} as RequestInit).catch(error => error.cause);

	expect(failure).toMatchObject({code: 'UND_ERR_HEADERS_TIMEOUT'});
});

test('the same dispatcher serves all requests', () => {
	expect(patientDispatcher('http://127.0.0.1:1')).toBe(patientDispatcher('http://[::1]:2'));
	expect(patientDispatcher('http://box:1')).toBe(patientDispatcher('https://other/v1'));
});
