import {type ChildProcess, spawn} from 'node:child_process';
import {join} from 'node:path';
import {findFreePort, ollamaFolder} from './ollama-server.js';

export const weightsFolder = join(ollamaFolder, 'weights');

export type LlamaServer = {readonly host: string; stop(): Promise<void>};

/** llama.cpp's own server, four slots of 2,048 tokens, from the folder that `scripts/install-ollama.sh` fills. */
export async function startLlamaServer(weights: string): Promise<LlamaServer> {
	const port = await findFreePort();
	const options = ['-m', join(weightsFolder, weights), '-np', '4', '-c', '8192', '--port', String(port)];
	const bin = join(ollamaFolder, 'lib', 'ollama', 'llama-server');
	const child: ChildProcess = spawn(bin, [...options, '--host', '127.0.0.1'], {stdio: 'ignore'});
	const host = `http://127.0.0.1:${port}`;
	await waitUntilHealthy(host);
	return {
		host,
		async stop() {
			const gone = new Promise(resolve => child.once('exit', resolve));
			child.kill('SIGKILL');
			await gone;
		},
	};
}

async function waitUntilHealthy(host: string): Promise<void> {
	for (let probe = 0; probe < 600; probe++) {
		const isUp = await fetch(`${host}/health`).then(
			response => response.ok,
			() => false,
		);
		if (isUp) return;
		await new Promise(resolve => setTimeout(resolve, 100));
	}
	throw new Error(`no llama-server on ${host} after a minute`);
}
