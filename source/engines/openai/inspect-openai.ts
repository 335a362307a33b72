import {z} from 'zod';
import {AbortedError, EngineError} from '../../pipeline/errors.js';
import type {EngineInspection} from '../../pipeline/ports.js';
import {createCall} from '../create-call.js';
import {networkFailure} from '../network-failure.js';
import {readJsonReply} from '../read-limited-text.js';
import {hideKeyInError} from './hide-key.js';
import type {OpenAiConnection} from './openai-connection.js';
import {type Answer, sendRequest} from './send-request.js';

const connectTimeoutMs = 8_000;
/** What only some servers answer: nobody waits for it long. */
const extraTimeoutMs = 2_000;
/** Where a server does not say: what runs ask for anyway. */
const usualContextTokens = 4_096;

const number = z.number().positive().nullish().catch(undefined);
const listedSchema = z.looseObject({
	id: z.string(),
	owned_by: z.string().nullish().catch(undefined),
	/** Path or hub name of the weights: vLLM. */
	root: z.string().nullish().catch(undefined),
	/** vLLM and SGLang. */
	max_model_len: number,
	/** llama-server. */
	meta: z.looseObject({n_ctx_train: number, n_params: number, size: number}).nullish().catch(undefined),
});
const modelsSchema = z.looseObject({data: z.array(listedSchema).nullish()});
/** llama-server's own facts; its context is that of one slot. */
const propsSchema = z.looseObject({
	build_info: z.string().nullish().catch(undefined),
	total_slots: number,
	default_generation_settings: z.looseObject({n_ctx: number}).nullish().catch(undefined),
	chat_template: z.string().nullish().catch(undefined),
});
const versionSchema = z.looseObject({version: z.string()});

type Listed = z.infer<typeof listedSchema>;

/** What the server is and has, as far as it tells: compatible servers agree on the list of models and on little else. */
export async function inspectOpenAi(
	connection: OpenAiConnection,
	signal: AbortSignal,
): Promise<EngineInspection> {
	const [listed, {page: props, refusal}, {page: version}] = await Promise.all([
		listModels(connection, signal),
		askExtra(connection, {path: '/props', schema: propsSchema, signal}),
		askExtra(connection, {path: '/version', schema: versionSchema, signal}),
	]);
	if (refusal && listed.some(isLlamaServer)) throw refusal;
	const found = findModel(listed, connection.model);
	const contextTokens = props?.default_generation_settings?.n_ctx ?? found?.max_model_len ?? undefined;
	connection.contextTokens = contextTokens ?? Number.POSITIVE_INFINITY;
	return {
		engine: 'openai',
		host: connection.host,
		version: props?.build_info ?? version?.version ?? 'of unknown version',
		models: listed.map(({id, meta}) => ({name: id, sizeBytes: meta?.size ?? 0, canChat: true})),
		...(found && {
			model: {
				name: connection.model,
				digest: digestOf(found),
				canThink: /enable_thinking|<think>/.test(props?.chat_template ?? ''),
				contextTokens: contextTokens ?? usualContextTokens,
				...(contextTokens === undefined && {isContextAssumed: true}),
			},
		}),
	};
}

async function listModels(connection: OpenAiConnection, signal: AbortSignal): Promise<Listed[]> {
	const answer = await ask(connection, {path: '/v1/models', timeoutMs: connectTimeoutMs, signal});
	if (!answer.ok) throw hideKeyInError(answer.error, connection.apiKey);
	const models = modelsSchema.safeParse(answer.value);
	if (models.success) return models.data.data ?? [];
	throw new EngineError(
		'server-error',
		`What answers at \`${connection.host}\` is no OpenAI-compatible server.`,
	);
}

/** Without `page` where the server has no such page, does not show it or says something else there. */
async function askExtra<Schema extends z.ZodType>(
	connection: OpenAiConnection,
	{path, schema, signal}: {path: string; schema: Schema; signal: AbortSignal},
): Promise<{page?: z.infer<Schema> | undefined; refusal?: EngineError}> {
	try {
		const answer = await ask(connection, {path, timeoutMs: extraTimeoutMs, signal});
		if (answer.ok) return {page: schema.safeParse(answer.value).data};
		return answer.status === 401 || isLoading(answer) ? {refusal: answer.error} : {};
	} catch (error) {
		if (error instanceof EngineError) return {};
		throw error;
	}
}

/** llama-server lists its model while it loads it, with less of it than it tells later. */
function isLoading({status, error}: Extract<Answer, {ok: false}>): boolean {
	return status === 503 && /loading model/i.test(error.raw);
}

async function ask(
	connection: OpenAiConnection,
	{path, timeoutMs, signal}: {path: string; timeoutMs: number; signal: AbortSignal},
): Promise<{ok: true; value: unknown} | Extract<Answer, {ok: false}>> {
	const {host, apiKey} = connection;
	const call = createCall(signal);
	const timer = setTimeout(() => call.abort(), timeoutMs);
	try {
		const answer = await sendRequest(connection, {path, signal: call.signal});
		return answer.ok ? {ok: true, value: await readJsonReply(answer.response, host)} : answer;
	} catch (error) {
		if (signal.aborted) throw new AbortedError('The request was called off.', {cause: error});
		if (error instanceof EngineError) throw hideKeyInError(error, apiKey);
		throw networkFailure(error, {host, phase: 'before-reply', raw: ''});
	} finally {
		clearTimeout(timer);
		call.release();
	}
}

/** It lists its models to anyone, and shows `/props` only to who may chat. */
function isLlamaServer({owned_by}: Pick<Listed, 'owned_by'>): boolean {
	return owned_by === 'llamacpp';
}

/** LiteLLM lists whole families as `openai/*`; llama-server has one model and takes any name for it. */
function findModel(listed: Listed[], asked: string): Listed | undefined {
	return listed.find(({id, owned_by}) => {
		if (id === asked) return true;
		if (id.endsWith('*')) return asked.startsWith(id.slice(0, -1));
		return isLlamaServer({owned_by}) && id.split(/[/\\]/).at(-1) === asked;
	});
}

/**
 * No server tells a digest of its weights: what it does tell of them, marked as what it is; of paths the last part. Where
 * the weights lie, and which program serves them, makes no other weights of them.
 */
function digestOf({id, root, meta}: Listed): string {
	const name = id.replace(/^(?:\/|[A-Za-z]:[/\\]).*[/\\]/, '');
	const told = [name, root?.match(/[^/\\]+(?=[/\\]*$)/)?.[0], meta?.n_params, meta?.size];
	return `unverified:${told.filter(each => each !== undefined && each !== null).join(':')}`;
}
