import {onTestFinished} from 'vitest';
import {createOpenAiEngine, type OpenAiOptions} from '../../source/engines/openai/create-openai-engine.js';
import type {Engine} from '../../source/pipeline/ports.js';
import {type FaultServer, type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';
import type {OpenAiBody} from '../helpers/fault-server-openai.js';

/** A server and an OpenAI-compatible engine on it, both gone when the test is over. */
export async function startOpenAiPair(
	serverOptions: FaultServerOptions = {},
	engineOptions: Partial<OpenAiOptions> = {},
): Promise<{server: FaultServer; engine: Engine; bodies: () => OpenAiBody[]}> {
	const server = await startFaultServer(serverOptions);
	onTestFinished(() => server.stop());
	const engine = createOpenAiEngine({host: server.host, model: 'tester:1b', ...engineOptions});
	return {server, engine, bodies: () => server.chats().map(({body}) => body as unknown as OpenAiBody)};
}
