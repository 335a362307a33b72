import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {createServer} from 'node:net';
import {homedir} from 'node:os';
import {join} from 'node:path';

export const ollamaFolder = process.env.UNWRITTEN_OLLAMA ?? join(homedir(), '.cache', 'unwritten-ollama');

export type OllamaServer = {
	readonly host: string;
	start(): Promise<void>;
	/** Kills the server and the processes that run its models, as a crash would. */
	kill(): Promise<void>;
};

/** A real Ollama of our own on a free port, from the folder that `scripts/install-ollama.sh` fills. */
export async function createOllamaServer(): Promise<OllamaServer> {
	const host = `127.0.0.1:${await findFreePort()}`;
	const env = {
		...process.env,
		OLLAMA_HOST: host,
		OLLAMA_MODELS: join(ollamaFolder, 'models'),
		OLLAMA_NUM_PARALLEL: '4',
	};
	let child: ChildProcess | undefined;
	return {
		host,
		async start() {
			child = spawn(join(ollamaFolder, 'bin', 'ollama'), ['serve'], {env, stdio: 'ignore', detached: true});
			await waitUntilUp(host);
		},
		async kill() {
			if (child?.pid === undefined) return;
			const gone = new Promise(resolve => child?.once('exit', resolve));
			process.kill(-child.pid, 'SIGKILL');
			await gone;
			child = undefined;
		},
	};
}

/** Makes the model known to the server; instant where it is already. */
export function createModel(host: string, model: string, modelfile: string): void {
	execFileSync(join(ollamaFolder, 'bin', 'ollama'), ['create', model, '-f', join(ollamaFolder, modelfile)], {
		env: {...process.env, OLLAMA_HOST: host},
		stdio: 'ignore',
	});
}

export function findFreePort(): Promise<number> {
	return new Promise(resolve => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address() as {port: number};
			server.close(() => resolve(address.port));
		});
	});
}

async function waitUntilUp(host: string): Promise<void> {
	for (let probe = 0; probe < 600; probe++) {
		const isUp = await fetch(`http://${host}/api/version`).then(
			response => response.ok,
			() => false,
		);
		if (isUp) return;
		await new Promise(resolve => setTimeout(resolve, 100));
	}
	throw new Error(`no Ollama on ${host} after a minute`);
}
