import {createRehearsalEngine} from '../../source/engines/rehearsal/create-rehearsal-engine.js';
import {AbortedError, EngineError} from '../../source/pipeline/errors.js';
import type {FailureClass} from '../../source/pipeline/failure.js';
import type {
	CallCost,
	Engine,
	EngineInspection,
	GenerationRequest,
	Reply,
} from '../../source/pipeline/ports.js';

/** What the engine does with one request; undefined for a good reply. */
export type Play =
	| {text: string; finish?: Reply['finish']; cost?: CallCost}
	| {failure: FailureClass; retryAfterMs?: number; cost?: CallCost; host?: string}
	| {throws: Error}
	/** A good reply once the promise resolves. */
	| {after: Promise<void>}
	/** Nothing, until the request is called off. */
	| 'hang'
	| undefined;

export type FakeEngine = Engine & {
	readonly requests: GenerationRequest[];
	/** How many requests were called off. */
	readonly abortedCount: number;
	readonly inspectionCount: number;
	readonly unloadCount: number;
	/** Away: every request fails as `unreachable` and every probe too. */
	isAway: boolean;
	script: (request: GenerationRequest, index: number) => Play;
	unloadPlay: () => Promise<void>;
	inspectPlay: (() => Promise<void>) | undefined;
	hasModel: boolean;
	digest: string;
};

/** An engine that does what it is told; its good replies are those of `rehearsal`. */
export function createFakeEngine(script: FakeEngine['script'] = () => undefined): FakeEngine {
	const writer = createRehearsalEngine();
	const engine = {
		name: 'fake',
		host: 'http://fake.invalid',
		model: 'fake:1b',
		requests: [] as GenerationRequest[],
		abortedCount: 0,
		inspectionCount: 0,
		unloadCount: 0,
		isAway: false,
		hasModel: true,
		digest: 'fake-digest',
		script,
		unloadPlay: async () => {},
		inspectPlay: undefined as (() => Promise<void>) | undefined,
		async inspect() {
			engine.inspectionCount++;
			await engine.inspectPlay?.();
			if (engine.isAway) throw unreachable();
			return inspection(engine);
		},
		async generate(request: GenerationRequest) {
			if (request.signal.aborted) throw calledOff();
			const index = engine.requests.push(request) - 1;
			if (engine.isAway) throw unreachable();
			try {
				return await play(engine.script(request, index), request, writer);
			} catch (error) {
				if (error instanceof AbortedError) engine.abortedCount++;
				throw error;
			}
		},
		async unload() {
			engine.unloadCount++;
			await engine.unloadPlay();
			return 'unloaded' as const;
		},
	};
	return engine;
}

async function play(what: Play, request: GenerationRequest, writer: Engine): Promise<Reply> {
	if (what === 'hang') return untilAborted(request.signal);
	if (what === undefined)
		return request.brief ? writer.generate(request) : replyOf('Hello to you too.', 'stop');
	if ('throws' in what) throw what.throws;
	if ('failure' in what) {
		const {failure, retryAfterMs, cost, host} = what;
		throw new EngineError(failure, `it went wrong: ${failure}`, {
			raw: 'half a re',
			...(retryAfterMs !== undefined && {retryAfterMs}),
			...(cost && {cost}),
			...(host !== undefined && {host}),
		});
	}
	if ('after' in what) {
		await Promise.race([what.after, untilAborted(request.signal)]);
		return writer.generate(request);
	}
	request.onText?.(what.text);
	return {...replyOf(what.text, what.finish ?? 'stop'), ...what.cost};
}

function replyOf(text: string, finish: Reply['finish']): Reply {
	return {text, finish, promptTokens: 10, outputTokens: 5, timeToFirstTokenMs: 1, durationMs: 2};
}

function untilAborted(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		if (signal.aborted) reject(calledOff());
		signal.addEventListener('abort', () => reject(calledOff()), {once: true});
	});
}

function calledOff(): AbortedError {
	return new AbortedError('the request was called off');
}

function unreachable(): EngineError {
	return new EngineError('unreachable', 'the engine does not answer');
}

function inspection({hasModel, digest}: Pick<FakeEngine, 'hasModel' | 'digest'>): EngineInspection {
	const model = {name: 'fake:1b', digest, canThink: false, contextTokens: 8192};
	return {
		engine: 'fake',
		host: 'http://fake.invalid',
		version: '1',
		models: [],
		...(hasModel && {model}),
	};
}
