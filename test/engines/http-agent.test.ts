import {EnvHttpProxyAgent} from 'undici';
import {expect, test} from 'vitest';
import {agentFor} from '../../source/engines/http-agent.js';

test('one agent serves all requests to this machine, directly; another all others, through a proxy if there is one', () => {
	expect(agentFor('http://127.0.0.1:1')).toBe(agentFor('http://[::1]:2/api/chat'));
	expect(agentFor('http://localhost:1')).toBe(agentFor('http://127.0.0.1:1'));
	expect(agentFor('http://127.0.0.1:1')).not.toBeInstanceOf(EnvHttpProxyAgent);
	expect(agentFor('http://box:1')).toBe(agentFor('https://other/v1'));
	expect(agentFor('http://box:1')).toBeInstanceOf(EnvHttpProxyAgent);
});
