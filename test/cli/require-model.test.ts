import {expect, test} from 'vitest';
import {requireModel} from '../../source/cli/open-engine.js';
import type {Engine} from '../../source/pipeline/ports.js';
import {createFakeEngine} from '../helpers/fake-engine.js';

/** An engine of two hosts that tell these digests. */
function createHosts(name: string, [first, second]: [first: string, second: string]): Engine {
	const model = {name: 'm', digest: first, canThink: false, contextTokens: 4_096};
	const hosts = [
		{host: 'http://one', digest: first},
		{host: 'http://two', digest: second},
	];
	return {
		...createFakeEngine(),
		name,
		inspect: async () => ({engine: name, host: 'http://one', version: '1', models: [], model, hosts}),
	};
}

test('other weights on another host are refused, with the way out of its engine', async () => {
	const ollama = createHosts('ollama', ['sha-a', 'sha-b']);
	const openai = createHosts('openai', ['unverified:m:134:98', 'unverified:m:134:144']);

	await expect(requireModel(ollama)).rejects.toMatchObject({hint: expect.stringContaining('ollama pull m')});
	await expect(requireModel(openai)).rejects.toMatchObject({
		message: expect.stringContaining('other weights'),
		hint: 'serve the same weights there, or leave that host out',
	});
});

test('hosts that tell other names of their weights are taken', async () => {
	const openai = createHosts('openai', ['unverified:m:Qwen3-8B', 'unverified:m:qwen3']);

	expect((await requireModel(openai)).model.name).toBe('m');
});
