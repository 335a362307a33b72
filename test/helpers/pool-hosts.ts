import {createRehearsalEngine} from '../../source/engines/rehearsal/create-rehearsal-engine.js';
import {AbortedError, EngineError} from '../../source/pipeline/errors.js';
import type {FailureClass} from '../../source/pipeline/failure.js';
import type {Clock, Engine, EngineInspection, GenerationRequest} from '../../source/pipeline/ports.js';

export type PoolServer = Engine & {
	readonly requests: GenerationRequest[];
	readonly running: number;
	readonly mostRunning: number;
	readonly abortedCount: number;
	readonly unloadCount: number;
	readonly inspectedAt: number[];
	isAway: boolean;
	failure: FailureClass | undefined;
	tokensPerSecond: number;
	digest: string;
};

export type PoolServerOptions = {
	clock: Clock;
	host: string;
	tokensPerSecond?: number;
	/** Served at once, the others wait. */
	slots?: number;
	/** Of each reply, in words; the text is that of `rehearsal`. */
	digest?: string;
};

/** A host in time: good replies, written word by word at its own pace, as many at once as it has slots. */
export function createPoolServer(options: PoolServerOptions): PoolServer {
	const {clock, slots = 4} = options;
	const writer = createRehearsalEngine();
	const waiting: Array<() => void> = [];
	let serving = 0;
	const server = {
		name: 'fake',
		host: options.host,
		model: 'fake:1b',
		requests: [] as GenerationRequest[],
		running: 0,
		mostRunning: 0,
		abortedCount: 0,
		unloadCount: 0,
		inspectedAt: [] as number[],
		isAway: false,
		failure: undefined as FailureClass | undefined,
		tokensPerSecond: options.tokensPerSecond ?? 50,
		digest: options.digest ?? 'digest',
		async inspect(): Promise<EngineInspection> {
			server.inspectedAt.push(clock.now());
			if (server.isAway) throw new EngineError('unreachable', `${options.host} does not answer`);
			const model = {name: 'fake:1b', digest: server.digest, canThink: false, contextTokens: 8_192};
			return {engine: 'fake', host: options.host, version: '1', models: [], model};
		},
		async generate(request: GenerationRequest) {
			server.requests.push(request);
			server.running++;
			server.mostRunning = Math.max(server.mostRunning, server.running);
			try {
				return await serve(request);
			} finally {
				server.running--;
			}
		},
		async unload() {
			if (server.isAway) throw new EngineError('unreachable', `${options.host} does not answer`);
			server.unloadCount++;
			return 'unloaded' as const;
		},
	};

	async function serve(request: GenerationRequest) {
		refuse(request.signal);
		const sentAt = clock.awake();
		while (serving >= slots) await new Promise<void>(resolve => waiting.push(resolve));
		serving++;
		try {
			return await write(request, sentAt);
		} finally {
			serving--;
			waiting.shift()?.();
		}
	}

	async function write(request: GenerationRequest, sentAt: number) {
		const {onText: _, ...silent} = request;
		const {text} = request.brief ? await writer.generate(silent) : {text: 'Hello to you too.'};
		const pieces = text.match(/\S+\s*/g) ?? [];
		let said = '';
		let firstAt: number | undefined;
		for (const piece of pieces) {
			await clock.sleep(1_000 / server.tokensPerSecond, request.signal);
			refuse(request.signal);
			firstAt ??= clock.awake();
			said += piece;
			if (request.onText?.(piece) === 'enough') break;
		}
		const timeToFirstTokenMs = (firstAt ?? sentAt) - sentAt;
		const durationMs = clock.awake() - sentAt;
		return {
			text: said,
			finish: 'stop' as const,
			promptTokens: 100,
			outputTokens: pieces.length,
			timeToFirstTokenMs,
			durationMs,
		};
	}

	function refuse(signal: AbortSignal): void {
		if (signal.aborted) {
			server.abortedCount++;
			throw new AbortedError('called off');
		}
		if (server.isAway) throw new EngineError('unreachable', `${options.host} does not answer`);
		if (server.failure) throw new EngineError(server.failure, `it went wrong: ${server.failure}`);
	}

	return server;
}
