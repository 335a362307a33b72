import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type FaultName, playFault} from './fault-server-faults.js';
import {
	answerOpenAi,
	type OpenAiBody,
	openAiFace,
	openAiPath,
	readOpenAiBody,
} from './fault-server-openai.js';
import {createRandom, hashText} from './fault-server-random.js';
import {type ChatBody, writeGoodReply} from './fault-server-replies.js';
import {type ChatStream, createChatStream, ollamaFace} from './fault-server-stream.js';

export type FaultModel = {
	name: string;
	canThink: boolean;
	contextTokens: number;
	sizeBytes: number;
	/** Where the OpenAI face says that the weights are. */
	root?: string;
};

/** Picks the fault of a chat, counted from 0; undefined for a good reply. */
export type FaultScript = (chatIndex: number, body: ChatBody) => FaultName | undefined;

export type FaultServerOptions = {
	/** Each chat gets at most one; the rates are shares of all chats and add up to 1 at most. */
	faults?: Array<{name: FaultName; rate: number}>;
	script?: FaultScript;
	/** Of the faults that are drawn by rate. */
	seed?: number;
	model?: Partial<FaultModel>;
	/** Before the first token. */
	latencyMs?: number;
	tokenDelayMs?: number;
	/** Share of the loaded model that `/api/ps` says is on the GPU; 0 where it is not given. */
	gpuShare?: number;
	/** What a 429 asks for, in seconds: 7. */
	retryAfter?: string;
	/** Good replies are sent as a whole, as through a proxy that buffers. */
	isHeldBack?: boolean;
	/** Chats served at once; the others wait, as in Ollama. */
	slots?: number;
	replies?: (body: ChatBody) => string;
	/** False: forgets each request once it is answered, for servers that run for hours. */
	keepsRequests?: boolean;
	/** Of the OpenAI face: a status, body and headers in place of a reply, for requests that it does not take. */
	refusal?: (body: OpenAiBody, headers: IncomingMessage['headers']) => ShortAnswer | undefined;
	/** Headers of every reply of the OpenAI face. */
	headers?: Record<string, string>;
};

export type RecordedRequest = {
	/** In the order of arrival, all paths together. */
	index: number;
	path: string;
	method: string;
	headers: IncomingMessage['headers'];
	/** Parsed; undefined where there was none. */
	body: unknown;
	fault: FaultName | undefined;
	/** Ms since the epoch. */
	startedAt: number;
	endedAt: number | undefined;
	/** The client hung up before the reply was complete. */
	aborted: boolean;
	/** Pieces of text sent. */
	pieces: number;
	/** Resolves when the connection is done with. */
	ended: Promise<void>;
};

export type FaultServer = {
	/** `http://127.0.0.1:PORT`. */
	readonly host: string;
	readonly port: number;
	readonly requests: RecordedRequest[];
	/** The chats among the requests, and their bodies as they came. */
	chats(): Array<RecordedRequest & {body: ChatBody}>;
	/** Resolves with the chat of that number, counted from 0, when it has arrived. */
	chatArrived(chatIndex: number): Promise<RecordedRequest & {body: ChatBody}>;
	/** Most chats under way at once, those waiting for a slot included. */
	readonly concurrencyMax: number;
	readonly isLoaded: boolean;
	setFaults(faults: Array<{name: FaultName; rate: number}>): void;
	setScript(script: FaultScript | undefined): void;
	/** Cuts every connection and stops listening. */
	stop(): Promise<void>;
	/** Listens again on the same port. */
	restart(): Promise<void>;
};

/** A server of our own that speaks Ollama's API and OpenAI's, and does wrong what it is told to do wrong. */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
	const fault = new FaultyOllama(options);
	await fault.listen(0);
	return fault;
}

export type ShortAnswer = {status: number; body: unknown; headers?: Record<string, string>};

const chatPaths = ['/api/chat', openAiPath];

class FaultyOllama implements FaultServer {
	readonly requests: RecordedRequest[] = [];
	concurrencyMax = 0;
	isLoaded = false;
	port = 0;
	readonly #options: FaultServerOptions;
	readonly #model: FaultModel;
	readonly #waiting: Array<() => void> = [];
	#onChat: Array<() => void> = [];
	#server: Server | undefined;
	#faults: Array<{name: FaultName; rate: number}>;
	#script: FaultScript | undefined;
	#chatCount = 0;
	#busy = 0;
	#underWay = 0;

	constructor(options: FaultServerOptions) {
		this.#options = options;
		this.#model = {
			name: 'tester:1b',
			canThink: false,
			contextTokens: 8192,
			sizeBytes: 98_000_000,
			...options.model,
		};
		this.#faults = options.faults ?? [];
		this.#script = options.script;
	}

	get host(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	chats(): Array<RecordedRequest & {body: ChatBody}> {
		return this.requests.filter(({path}) => chatPaths.includes(path)) as Array<
			RecordedRequest & {body: ChatBody}
		>;
	}

	async chatArrived(chatIndex: number): Promise<RecordedRequest & {body: ChatBody}> {
		while (this.#chatCount <= chatIndex) await new Promise<void>(resolve => this.#onChat.push(resolve));
		return this.chats()[chatIndex] as RecordedRequest & {body: ChatBody};
	}

	setFaults(faults: Array<{name: FaultName; rate: number}>): void {
		this.#faults = faults;
	}

	setScript(script: FaultScript | undefined): void {
		this.#script = script;
	}

	async listen(port: number): Promise<void> {
		const server = createServer((request, response) => void this.#serve(request, response));
		this.#server = server;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
		this.port = (server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		if (server === undefined) return;
		const closed = new Promise<void>(resolve => server.close(() => resolve()));
		server.closeAllConnections();
		await closed;
	}

	async restart(): Promise<void> {
		await this.stop();
		this.isLoaded = false;
		await this.listen(this.port);
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const recorded = this.#record(request, response);
		try {
			recorded.body = await readBody(request);
		} catch {
			return;
		}
		const refusal = this.#refuse(recorded);
		if (refusal) return answer(response, refusal);
		if (chatPaths.includes(recorded.path)) return this.#chat(recorded, response);
		answer(response, this.#answerShort(recorded));
	}

	#refuse({path, body, headers}: RecordedRequest): ShortAnswer | undefined {
		if (!path.startsWith('/v1/')) return undefined;
		return this.#options.refusal?.((body ?? {}) as OpenAiBody, headers);
	}

	#record(request: IncomingMessage, response: ServerResponse): RecordedRequest {
		const recorded: RecordedRequest = {
			index: this.requests.length,
			path: request.url ?? '',
			method: request.method ?? '',
			headers: request.headers,
			body: undefined,
			fault: undefined,
			startedAt: Date.now(),
			endedAt: undefined,
			aborted: false,
			pieces: 0,
			ended: new Promise(resolve => response.once('close', resolve)),
		};
		response.prependOnceListener('close', () => {
			recorded.endedAt = Date.now();
			recorded.aborted = !response.writableFinished;
			if (this.#options.keepsRequests === false) this.requests.splice(this.requests.indexOf(recorded), 1);
		});
		this.requests.push(recorded);
		return recorded;
	}

	#answerShort({path, body}: RecordedRequest): ShortAnswer {
		const asked = (body as {model?: string} | undefined)?.model ?? '';
		if (path === '/api/version') return {status: 200, body: {version: '0.32.15'}};
		if (path === '/api/tags') return {status: 200, body: {models: [this.#describe()]}};
		if (path === '/api/ps') return {status: 200, body: {models: this.isLoaded ? [this.#describe()] : []}};
		const compatible = answerOpenAi(path, this.#model);
		if (compatible) return {status: 200, body: compatible};
		if (path !== '/api/show' && path !== '/api/generate') {
			return {status: 404, body: {error: 'unexpected path'}};
		}
		if (!this.#has(asked)) return {status: 404, body: {error: `model '${asked}' not found`}};
		return path === '/api/show' ? this.#show() : this.#unload(body as {keep_alive?: unknown});
	}

	#show(): ShortAnswer {
		const capabilities = ['completion', ...(this.#model.canThink ? ['thinking'] : [])];
		const info = {'general.architecture': 'llama', 'llama.context_length': this.#model.contextTokens};
		return {status: 200, body: {capabilities, model_info: info, details: {family: 'llama'}}};
	}

	#unload(body: {keep_alive?: unknown}): ShortAnswer {
		if (body.keep_alive === 0) this.isLoaded = false;
		const reason = body.keep_alive === 0 ? 'unload' : 'load';
		return {
			status: 200,
			body: {model: this.#model.name, response: '', done: true, done_reason: reason},
		};
	}

	#describe(): object {
		const {name, sizeBytes} = this.#model;
		const digest = hashText(name).toString(16).padStart(8, '0').repeat(8);
		const sizeOnGpu = Math.round(sizeBytes * (this.#options.gpuShare ?? 0));
		return {
			name,
			model: name,
			size: sizeBytes,
			size_vram: sizeOnGpu,
			digest,
			capabilities: ['completion'],
		};
	}

	#has(name: string): boolean {
		return name === this.#model.name || `${name}:latest` === this.#model.name;
	}

	async #chat(recorded: RecordedRequest, response: ServerResponse): Promise<void> {
		const isOpenAi = recorded.path === openAiPath;
		const body = isOpenAi ? readOpenAiBody(recorded.body as OpenAiBody) : (recorded.body as ChatBody);
		for (const [name, value] of Object.entries(this.#options.headers ?? {})) response.setHeader(name, value);
		const stream = createChatStream({
			response,
			model: body.model,
			promptTokens: countPromptTokens(body),
			tokenDelayMs: this.#options.tokenDelayMs ?? 0,
			face: isOpenAi ? openAiFace : ollamaFace,
			isHeldBack: this.#options.isHeldBack ?? false,
		});
		void stream.closed.then(() => {
			recorded.pieces = stream.pieces;
		});
		recorded.fault = this.#nextFault(body);
		for (const tell of this.#onChat.splice(0)) tell();
		this.concurrencyMax = Math.max(this.concurrencyMax, ++this.#underWay);
		try {
			await this.#takeSlot();
			if (stream.isOpen()) await this.#reply(recorded, {body, response, stream});
		} finally {
			this.#underWay--;
			this.#freeSlot();
		}
	}

	async #reply(
		recorded: RecordedRequest,
		{body, response, stream}: {body: ChatBody; response: ServerResponse; stream: ChatStream},
	): Promise<void> {
		if (!this.#has(body.model)) return stream.refuse(404, {error: `model '${body.model}' not found`});
		this.isLoaded = body.keep_alive !== 0;
		if (this.#options.latencyMs) await stream.wait(this.#options.latencyMs);
		const {retryAfter = '7'} = this.#options;
		const goodReply = (this.#options.replies ?? writeGoodReply)(body);
		if (recorded.fault) return playFault(recorded.fault, {body, goodReply, response, stream, retryAfter});
		const promptTokens = countPromptTokens(body);
		if (promptTokens >= (body.options.num_ctx ?? 4096))
			return playFault('context-refused', {body, goodReply, response, stream, retryAfter});
		if (this.#model.canThink && body.think !== false) return thinkFirst(stream, {body, goodReply});
		await sayWithinBudget(stream, {text: goodReply, budget: body.options.num_predict ?? 128});
	}

	#nextFault(body: ChatBody): FaultName | undefined {
		const index = this.#chatCount++;
		if (this.#script) return this.#script(index, body);
		let drawn = createRandom((this.#options.seed ?? 0) * 7919 + index)();
		for (const {name, rate} of this.#faults) {
			if (drawn < rate) return name;
			drawn -= rate;
		}
		return undefined;
	}

	async #takeSlot(): Promise<void> {
		if (this.#busy >= (this.#options.slots ?? Number.POSITIVE_INFINITY)) {
			// The slot is handed over, so that nobody takes it in between.
			return new Promise<void>(resolve => this.#waiting.push(resolve));
		}
		this.#busy++;
	}

	#freeSlot(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#busy--;
	}
}

function answer(response: ServerResponse, {status, body, headers}: ShortAnswer): void {
	response.writeHead(status, {'content-type': 'application/json; charset=utf-8', ...headers});
	response.end(JSON.stringify(body));
}

/** A thinking model that was not told not to: the thinking spends the budget of the answer. */
async function thinkFirst(
	stream: ChatStream,
	{body, goodReply}: {body: ChatBody; goodReply: string},
): Promise<void> {
	const budget = body.options.num_predict ?? 128;
	const thinking = 'The user wants something. Let me think it over once more. '.repeat(20);
	const words = thinking.split(/(?<=\s)/).slice(0, budget);
	await stream.think(words.join(''));
	if (words.length >= budget) return stream.finish('length');
	await sayWithinBudget(stream, {text: goodReply, budget: budget - words.length});
}

async function sayWithinBudget(
	stream: ChatStream,
	{text, budget}: {text: string; budget: number},
): Promise<void> {
	const words = text.split(/(?=\s)/);
	await stream.say(words.slice(0, budget).join(''));
	await stream.finish(words.length > budget ? 'length' : 'stop');
}

function countPromptTokens(body: ChatBody): number {
	return 10 + Math.ceil(body.messages.reduce((sum, message) => sum + message.content.length, 0) / 4);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
	let text = '';
	for await (const chunk of request.setEncoding('utf8')) text += chunk;
	return text === '' ? undefined : JSON.parse(text);
}
