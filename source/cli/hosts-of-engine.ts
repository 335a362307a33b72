import {parseHost} from '../engines/parse-host.js';
import type {EngineName} from './parse-arguments.js';
import type {Settings} from './resolve-settings.js';

const standards: Record<EngineName, {variable: string; host: string} | undefined> = {
	ollama: {variable: 'OLLAMA_HOST', host: 'http://127.0.0.1:11434'},
	openai: {variable: 'OPENAI_BASE_URL', host: 'http://127.0.0.1:8080'},
	embedded: undefined,
	rehearsal: undefined,
};

/** Where an engine listens when the command line does not say: its environment variable, what is kept, its default. */
export function standardHosts(engine: EngineName, kept: string[] | undefined): string[] {
	const standard = standards[engine];
	if (!standard) return [];
	const named = process.env[standard.variable];
	return (named ? [named] : (kept ?? [standard.host])).map(parseHost);
}

/** The hosts of the engine that is chosen on screen, which need not be the one the program was started with. */
export function hostsOfEngine(settings: Settings, engine: EngineName): string[] {
	if (standards[engine] === undefined) return [];
	if (engine === settings.engine || settings.areHostsChosen) return settings.hosts;
	return standardHosts(engine, settings.file.values.host);
}
