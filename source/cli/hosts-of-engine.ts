import {defaultPorts, parseHost} from '../engines/parse-host.js';
import type {EngineName} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

const standards: Record<EngineName, {variable: string; port: number} | undefined> = {
	ollama: {variable: 'OLLAMA_HOST', port: defaultPorts.ollama},
	openai: {variable: 'OPENAI_BASE_URL', port: defaultPorts.openai},
	embedded: undefined,
	rehearsal: undefined,
};

/** Hosts as a user writes them, each once; where no port is said it is that of the engine. Throws `UserError`. */
export function readHosts(engine: EngineName, typed: string[]): string[] {
	return [...new Set(typed.map(text => parseHost(text, standards[engine]?.port)))];
}

/** Where an engine listens when the command line does not say: its environment variable, what is kept, its default. */
export function standardHosts(engine: EngineName, kept: string[] | undefined): string[] {
	const standard = standards[engine];
	if (!standard) return [];
	const named = process.env[standard.variable];
	return readHosts(engine, named ? [named] : (kept ?? ['127.0.0.1']));
}

/** The hosts of the engine that is chosen on screen, which need not be the one the program was started with. */
export function hostsOfEngine(settings: Settings, engine: EngineName): string[] {
	if (standards[engine] === undefined) return [];
	if (settings.chosenHosts) return readHosts(engine, settings.chosenHosts);
	return engine === settings.engine ? settings.hosts : standardHosts(engine, settings.file.values.host);
}
