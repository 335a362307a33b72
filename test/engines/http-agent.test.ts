import {EnvHttpProxyAgent} from 'undici';
import {expect, test} from 'vitest';
import {agentFor} from '../../source/engines/http-agent.js';

test('one agent serves all requests to this machine, directly; another all others, through a proxy if there is one', async () => {
	expect(await agentFor('http://127.0.0.1:1')).toBe(await agentFor('http://[::1]:2/api/chat'));
	expect(await agentFor('http://localhost:1')).toBe(await agentFor('http://127.0.0.1:1'));
	expect(await agentFor('http://127.0.0.1:1')).not.toBeInstanceOf(EnvHttpProxyAgent);
	expect(await agentFor('http://box:1')).toBe(await agentFor('https://other/v1'));
	expect(await agentFor('http://box:1')).toBeInstanceOf(EnvHttpProxyAgent);
});
