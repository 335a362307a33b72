import {AbortedError, EngineError} from '../../pipeline/errors.js';
import type {EngineInspection} from '../../pipeline/ports.js';
import {cleanServerText} from '../clean-server-text.js';
import type {EmbeddedOptions, ModelFile} from './create-embedded-engine.js';
import type {GgufFileInfo, LlamaModule} from './llama-module.js';

const usualContextTokens = 4_096;
const moduleVersion = 'node-llama-cpp 3.22.1';

/** Reads the head of the file; loads nothing. */
export async function inspectEmbedded(
	options: EmbeddedOptions,
	{host, signal}: {host: string; signal: AbortSignal},
): Promise<EngineInspection> {
	const module = await options.importModule();
	const file = await options.findModelFile();
	if (signal.aborted) throw new AbortedError('The request was called off.', {cause: signal.reason});
	const found: EngineInspection = {engine: 'embedded', host, version: moduleVersion, models: []};
	if (!file) return found;
	const info = await readHead(module, file);
	const model = {
		name: options.model,
		digest: file.digest,
		canThink: /<think>|enable_thinking/.test(String(info.metadata.tokenizer?.chat_template ?? '')),
		contextTokens: contextOf(info),
	};
	const listed = {name: options.model, sizeBytes: file.sizeBytes, canChat: true};
	return {...found, models: [listed], model};
}

async function readHead(module: LlamaModule, file: ModelFile): Promise<GgufFileInfo> {
	try {
		return await module.readGgufFileInfo(file.path, {readTensorInfo: false, logWarnings: false});
	} catch (cause) {
		const said = cleanServerText(cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '');
		throw new EngineError('server-error', `The file \`${file.path}\` is no GGUF that can be read: ${said}.`, {
			cause,
		});
	}
}

function contextOf({metadata}: GgufFileInfo): number {
	const architecture = metadata[metadata.general.architecture] as {context_length?: unknown} | undefined;
	const length = architecture?.context_length;
	return typeof length === 'number' && length > 0 ? length : usualContextTokens;
}
