import {defaultPorts} from '../parse-host.js';

const usualPort = String(defaultPorts.ollama);
const usualHosts = ['127.0.0.1', 'localhost', '[::1]'].map(name => `http://${name}:${usualPort}`);

/** What to type so that the Ollama at `host` does it: the client asks the one of its own machine unless told otherwise. */
export function ollamaCommand(host: string, words: string): string {
	return usualHosts.includes(host) ? `ollama ${words}` : `OLLAMA_HOST=${host} ollama ${words}`;
}

/** What starts an Ollama that is reached at `host`, on its own machine. `settings`: variables in front of it. */
export function serveCommand(host: string, settings?: string): string {
	const address = findListenAddress(host);
	return [settings, address && `OLLAMA_HOST=${address}`, 'ollama serve'].filter(Boolean).join(' ');
}

/** Undefined where it listens there by itself. Left alone it listens to its own machine and to no other. */
function findListenAddress(host: string): string | undefined {
	if (usualHosts.includes(host) || !URL.canParse(host)) return undefined;
	if (isOnThisMachine(host)) return new URL(host).host;
	const {port} = new URL(host);
	return port === '' || port === usualPort ? '0.0.0.0' : `0.0.0.0:${port}`;
}

/** An engine in the process, or a server at a loopback address. */
export function isOnThisMachine(host: string): boolean {
	return !/^https?:/.test(host) || /^https?:\/\/(?:127\.|localhost\b|\[::1\])/.test(host);
}
