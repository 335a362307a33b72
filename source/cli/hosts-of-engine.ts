import {defaultPorts, parseHost} from '../engines/parse-host.js';
import {UserError} from '../pipeline/errors.js';
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

/** Whether a text can be where some engine listens. */
export function isHost(text: string): boolean {
	try {
		parseHost(text);
		return true;
	} catch (error) {
		if (error instanceof UserError) return false;
		throw error;
	}
}

/**
 * Where an engine listens: as typed for this call, else what its environment variable says, what is kept, its default. None
 * for one that is built in. Throws `UserError`.
 */
export function hostsOfEngine({chosenHosts, file}: Settings, engine: EngineName): string[] {
	const standard = standards[engine];
	if (!standard) return [];
	if (chosenHosts) return readHosts(engine, chosenHosts);
	return readVariable(engine, standard.variable) ?? readHosts(engine, file.values.host ?? ['127.0.0.1']);
}

/** Undefined where it is not set. */
function readVariable(engine: EngineName, variable: string): string[] | undefined {
	const named = process.env[variable];
	try {
		return named ? readHosts(engine, [named]) : undefined;
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		throw new UserError(`\`${variable}\`: ${error.message}`, {hint: error.hint, cause: error});
	}
}
