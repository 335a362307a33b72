import {z} from 'zod';
import {EngineError} from '../../pipeline/errors.js';
import type {EngineInspection, ModelInfo, ModelMemory} from '../../pipeline/ports.js';
import {askOllama} from './call-ollama.js';
import type {OllamaConnection} from './ollama-connection.js';

const connectTimeoutMs = 5_000;
/** Listing reads every manifest from disk, showing reads the head of the weights. */
const answerTimeoutMs = 30_000;
/** What Ollama gives a model that does not say. */
const usualContextTokens = 4_096;

const versionSchema = z.looseObject({version: z.string()});
const tagSchema = z.looseObject({
	name: z.string(),
	size: z.number().nonnegative().catch(0),
	digest: z.string().catch(''),
	capabilities: z.array(z.string()).nullish(),
});
const tagsSchema = z.looseObject({models: z.array(tagSchema).nullish()});
const showSchema = z.looseObject({
	capabilities: z.array(z.string()).nullish(),
	model_info: z.record(z.string(), z.unknown()).nullish(),
});

const loadedSchema = z.looseObject({
	name: z.string(),
	size: z.number().nonnegative(),
	size_vram: z.number().nonnegative().nullish(),
});
const psSchema = z.looseObject({models: z.array(loadedSchema).nullish()});

type Tag = z.infer<typeof tagSchema>;
export type ShownModel = {canThink: boolean; contextTokens: number};

/** What the server is, which models it has, and what the one asked for can do. */
export async function inspectOllama(
	connection: OllamaConnection,
	signal: AbortSignal,
): Promise<EngineInspection> {
	const version = await askOllama(connection, {
		timeoutMs: connectTimeoutMs,
		signal,
		ask: client => client.version(),
	});
	const tags = await listModels(connection, signal);
	const tag = tags.find(each => isSameModel(each.name, connection.model));
	const shown = tag && (await showModel(connection, signal));
	return {
		engine: 'ollama',
		host: connection.host,
		version: readAnswer(connection, versionSchema, version).version,
		models: tags.map(describeTag),
		...(tag && shown ? {model: {name: tag.name, digest: tag.digest, ...shown}} : {}),
	};
}

/** Throws `model-missing` where the server does not have it. */
export async function showModel(connection: OllamaConnection, signal?: AbortSignal): Promise<ShownModel> {
	const answer = await askOllama(connection, {
		timeoutMs: answerTimeoutMs,
		...(signal && {signal}),
		ask: client => client.show({model: connection.model}),
	});
	const shown = readAnswer(connection, showSchema, answer);
	return {
		canThink: shown.capabilities?.includes('thinking') ?? false,
		contextTokens: readContextTokens(shown.model_info ?? {}),
	};
}

/** Frees the memory the model holds; nothing happens where it is not loaded. */
export async function unloadModel(connection: OllamaConnection): Promise<'unloaded'> {
	await askOllama(connection, {
		timeoutMs: answerTimeoutMs,
		ask: client => client.generate({model: connection.model, prompt: '', keep_alive: 0, stream: false}),
	});
	return 'unloaded';
}

/** What `/api/ps` says of the model; undefined where it is not loaded. */
export async function measureMemory(
	connection: OllamaConnection,
	signal: AbortSignal,
): Promise<ModelMemory | undefined> {
	const answer = await askOllama(connection, {
		timeoutMs: connectTimeoutMs,
		signal,
		ask: client => client.ps(),
	});
	const {models} = readAnswer(connection, psSchema, answer);
	const loaded = models?.find(({name}) => isSameModel(name, connection.model));
	return loaded && {totalBytes: loaded.size, gpuBytes: loaded.size_vram ?? 0};
}

async function listModels(connection: OllamaConnection, signal: AbortSignal): Promise<Tag[]> {
	const answer = await askOllama(connection, {
		timeoutMs: answerTimeoutMs,
		signal,
		ask: client => client.list(),
	});
	return readAnswer(connection, tagsSchema, answer).models ?? [];
}

function readAnswer<Schema extends z.ZodType>(
	connection: OllamaConnection,
	schema: Schema,
	answer: unknown,
): z.infer<Schema> {
	const read = schema.safeParse(answer);
	if (read.success) return read.data;
	throw new EngineError(
		'server-error',
		`What answers at \`${connection.host}\` does not speak like Ollama.`,
		{
			cause: read.error,
		},
	);
}

/** A name without a tag means `:latest`, as in Ollama. */
function isSameModel(listed: string, asked: string): boolean {
	return listed === asked || listed === `${asked}:latest`;
}

function describeTag(tag: Tag): ModelInfo {
	const canChat = tag.capabilities?.includes('completion') ?? !/embed|bge-|minilm/i.test(tag.name);
	return {name: tag.name, sizeBytes: tag.size, canChat};
}

function readContextTokens(info: Record<string, unknown>): number {
	const key = Object.keys(info).find(each => each.endsWith('.context_length'));
	const length = key === undefined ? undefined : info[key];
	return typeof length === 'number' && length > 0 ? length : usualContextTokens;
}
