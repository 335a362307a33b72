import {EngineError, isRateLimited} from './errors.js';
import {chooseHost, gainOfMovingMs} from './host-choice.js';
import {inspectPool} from './inspect-pool.js';
import {PoolCapacity} from './pool-capacity.js';
import {namingHost, PoolHost} from './pool-host.js';
import type {Clock, Engine, EngineInspection, EnginePool, GenerationRequest, Reply} from './ports.js';
import {unloadPool} from './unload-pool.js';

/** What a blind reader asks has no brief. */
type PooledRequest = Omit<GenerationRequest, 'brief'> & Partial<Pick<GenerationRequest, 'brief'>>;

/** A request under way, and where it goes next when it is taken from its host. */
type Flight = {
	request: PooledRequest;
	host: PoolHost;
	sentAt: number;
	pieces: number;
	moves: number;
	abort: () => void;
	next: PoolHost | undefined;
};

type PoolOptions = {
	/** Two or more, of the same kind and model. */
	engines: Engine[];
	clock: Clock;
};

const tickMs = 1_000;
/** A slot that is free for so long will not get work of its own. */
const idleMs = 1_500;
const mostMoves = 2;
const usualTokens = 120;
const keptPlaces = 4_096;

/**
 * Several hosts as one engine. Each takes what fits, found by measurement, so that work flows by speed. A host that does
 * not answer is left at once, its requests go to the others without using a try, and it is probed, at most every 30 s;
 * when it answers one request shows whether it works. Only when all are lost does a request fail, as `unreachable`.
 * A host with nothing to do takes over a request that a slower one would take longer to finish than it needs from the start.
 */
export function createHostPool(options: PoolOptions): Engine & {pool: EnginePool} {
	return new HostPool(options);
}

class HostPool implements Engine {
	readonly name: string;
	readonly host: string;
	readonly model: string;
	readonly pool: EnginePool;
	readonly #clock: Clock;
	readonly #hosts: PoolHost[];
	readonly #capacity: PoolCapacity;
	readonly #flights = new Set<Flight>();
	/** Where each interaction was last, and how long a reply of each step is. */
	readonly #places = new Map<number, PoolHost>();
	readonly #tokensOfStep = new Map<string, number>();
	readonly #probing = new Set<PoolHost>();
	#digest: string | undefined;
	#calls = 0;
	/** Aborts what only makes sense while something is under way. */
	#idle = new AbortController();
	#isWatching = false;

	constructor({engines, clock}: PoolOptions) {
		const [first] = engines as [Engine];
		this.name = first.name;
		this.model = first.model;
		this.host = engines.map(({host}) => host).join(', ');
		this.#clock = clock;
		this.#hosts = engines.map(engine => new PoolHost(engine));
		this.#capacity = new PoolCapacity(this.#hosts);
		this.pool = this.#describe();
	}

	#describe(): EnginePool {
		const capacity = this.#capacity;
		return {
			hosts: this.#hosts.map(({name}) => name),
			get parallel() {
				return capacity.parallel;
			},
			setParallel: parallel => capacity.want(parallel, this.#clock.awake()),
			connect: listener => {
				capacity.connect(listener);
				for (const {state, name} of this.#hosts) {
					if (state.status === 'lost') listener({type: 'host-lost', host: name, reason: state.reason});
				}
			},
		};
	}

	async inspect(signal: AbortSignal): Promise<EngineInspection> {
		const {inspection, answers} = await inspectPool(this.#hosts, signal, this.#digest);
		this.#digest ??= inspection.model?.digest;
		for (const {host, problem} of answers) {
			if (problem === undefined) this.#restore(host);
			else this.#lose(host, problem);
		}
		return {...inspection, host: this.host};
	}

	async generate(request: PooledRequest): Promise<Reply> {
		const flight = this.#takeOff(request);
		try {
			for (;;) {
				const reply = await this.#ask(flight);
				if (reply !== 'moved') return reply;
				flight.host = flight.next ?? this.#choose(request);
				flight.next = undefined;
				flight.moves++;
			}
		} finally {
			this.#flights.delete(flight);
			if (this.#flights.size === 0) this.#idle.abort();
		}
	}

	unload = () => unloadPool(this.#hosts);

	#takeOff(request: PooledRequest): Flight {
		if (this.#idle.signal.aborted) this.#idle = new AbortController();
		const flight: Flight = {
			request,
			host: this.#choose(request),
			sentAt: 0,
			pieces: 0,
			moves: 0,
			abort: () => {},
			next: undefined,
		};
		this.#flights.add(flight);
		if (!this.#isWatching) void this.#watch();
		return flight;
	}

	/** One request to one host; `moved` where another has to be asked. */
	async #ask(flight: Flight): Promise<Reply | 'moved'> {
		const {request, host} = flight;
		const own = new AbortController();
		const call = this.#calls++;
		Object.assign(flight, {sentAt: this.#clock.awake(), pieces: 0, abort: () => own.abort()});
		if (request.brief) this.#notePlace(request.brief.draw.planIndex, host);
		host.begin(call, this.#clock.awake());
		request.onHost?.(host.name);
		try {
			const reply = await host.engine.generate({
				...request,
				signal: AbortSignal.any([request.signal, own.signal]),
				onText: piece => this.#hear(flight, call, piece),
				whileHeld: wait => host.hold(() => (request.whileHeld ? request.whileHeld(wait) : wait())),
			} as GenerationRequest);
			this.#noteReply(flight, reply);
			return {...reply, host: host.name};
		} catch (error) {
			if (isRateLimited(error)) host.refused(call, this.#clock.awake());
			return this.#explain(flight, error);
		} finally {
			host.end(call, this.#clock.awake());
			this.#capacity.announce();
		}
	}

	#hear(flight: Flight, call: number, piece: string): 'continue' | 'enough' {
		flight.pieces++;
		flight.host.heard(call, this.#clock.awake());
		this.#capacity.announce();
		return flight.request.onText?.(piece) ?? 'continue';
	}

	#noteReply({host, request}: Flight, reply: Reply): void {
		host.noteReply(reply);
		const step = stepOf(request);
		const before = this.#tokensOfStep.get(step) ?? reply.outputTokens;
		this.#tokensOfStep.set(step, before * 0.8 + reply.outputTokens * 0.2);
		if (host.state.status === 'returning') this.#restore(host);
	}

	/** What becomes of a request that failed; throws what its caller has to see. */
	#explain(flight: Flight, error: unknown): 'moved' {
		const {host, request, next} = flight;
		if (request.signal.aborted) throw error;
		if (next) return 'moved';
		if (!(error instanceof EngineError)) throw error;
		const isAlone = !this.#hosts.some(other => other !== host && other.state.status !== 'lost');
		const isGone = error.failure === 'unreachable' || error.failure === 'model-missing';
		const isAtFault = host.isAtFault(error);
		if (isAtFault && (isGone || !isAlone)) this.#lose(host, error.message);
		if (isAtFault && !isAlone) return 'moved';
		throw namingHost(error, host.name);
	}

	#choose(request: PooledRequest): PoolHost {
		const {brief} = request;
		this.#probeDue();
		const host = chooseHost(this.#hosts, {
			tokens: this.#usualTokens(stepOf(request)),
			last: brief && this.#places.get(brief.draw.planIndex),
		});
		if (host) return host;
		throw new EngineError('unreachable', `None of the hosts ${this.host} answers.`);
	}

	#usualTokens(step: string): number {
		return this.#tokensOfStep.get(step) ?? usualTokens;
	}

	#notePlace(planIndex: number, host: PoolHost): void {
		this.#places.delete(planIndex);
		this.#places.set(planIndex, host);
		const [oldest] = this.#places.keys();
		if (this.#places.size > keptPlaces && oldest !== undefined) this.#places.delete(oldest);
	}

	#lose(host: PoolHost, reason: string): void {
		const isNews = host.state.status === 'up';
		// Several requests find out at once; only the first counts.
		if (host.isWaitingForProbe(this.#clock.awake())) return;
		host.lose(this.#clock.awake(), reason);
		if (isNews) this.#capacity.tell({type: 'host-lost', host: host.name, reason});
		this.#capacity.share(this.#clock.awake());
	}

	#restore(host: PoolHost): void {
		if (host.state.status === 'up') return;
		const awayMs = this.#clock.awake() - host.state.since;
		host.state = {status: 'up'};
		this.#capacity.tell({type: 'host-returned', host: host.name, awayMs});
		this.#capacity.share(this.#clock.awake());
	}

	/** While anything is under way: probes that are due, and slow requests for which a faster host is free. */
	async #watch(): Promise<void> {
		this.#isWatching = true;
		while (this.#flights.size > 0) {
			await this.#clock.sleep(tickMs, this.#idle.signal);
			this.#probeDue();
			for (const host of this.#hosts) this.#handOverTo(host);
		}
		this.#isWatching = false;
	}

	#probeDue(): void {
		const now = this.#clock.awake();
		for (const host of this.#hosts) {
			const {state} = host;
			if (state.status !== 'lost' || now < state.nextProbeAt || this.#probing.has(host)) continue;
			this.#probing.add(host);
			void this.#probe(host).finally(() => this.#probing.delete(host));
		}
	}

	async #probe(host: PoolHost): Promise<void> {
		const {signal} = this.#idle;
		const problem = await this.#findProblem(host, signal);
		const {state} = host;
		if (state.status !== 'lost' || signal.aborted) return;
		if (problem === undefined) host.state = {status: 'returning', since: state.since, probes: state.probes};
		else host.lose(this.#clock.awake(), problem);
		this.#capacity.share(this.#clock.awake());
	}

	async #findProblem(host: PoolHost, signal: AbortSignal): Promise<string | undefined> {
		try {
			const {answers} = await inspectPool([host], signal, this.#digest);
			return answers[0]?.problem;
		} catch (error) {
			return (error as Error).message;
		}
	}

	#handOverTo(host: PoolHost): void {
		const now = this.#clock.awake();
		if (host.state.status !== 'up' || host.freeSince === undefined || now - host.freeSince < idleMs) return;
		const gains = [...this.#flights].map(flight => ({flight, gainMs: this.#gainMs(flight, host)}));
		const best = gains.toSorted((one, other) => other.gainMs - one.gainMs)[0];
		if (!best || best.gainMs <= 0) return;
		best.flight.next = host;
		best.flight.abort();
		host.freeSince = now;
	}

	#gainMs(flight: Flight, to: PoolHost): number {
		if (flight.host === to || flight.next || flight.moves >= mostMoves) return 0;
		const {request, pieces, sentAt, host} = flight;
		const tokens = this.#usualTokens(stepOf(request));
		return gainOfMovingMs(
			{tokens, pieces, elapsedMs: this.#clock.awake() - sentAt},
			{from: host.speed, to: to.speed},
		);
	}
}

function stepOf({brief}: PooledRequest): string {
	return brief?.step ?? 'reading';
}
