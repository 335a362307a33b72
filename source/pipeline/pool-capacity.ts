import type {PoolHost} from './pool-host.js';
import type {HostFact} from './ports.js';

/** How many requests at once several hosts reward together; tells `connect`'s listener when that changes. */
export class PoolCapacity {
	readonly #hosts: PoolHost[];
	#wanted: number | 'auto' = 'auto';
	#announced = 0;
	#settled = 0;
	#listener: ((fact: HostFact) => void) | undefined;

	constructor(hosts: PoolHost[]) {
		this.#hosts = hosts;
	}

	/** With no host there it stays what it was: those who wait for one keep their places. */
	get parallel(): number {
		if (this.#wanted !== 'auto') return this.#wanted;
		const found = this.#hosts.reduce((sum, {slots}) => sum + slots, 0);
		return found === 0 ? Math.max(1, this.#announced) : found;
	}

	connect(listener: (fact: HostFact) => void): void {
		this.#listener = listener;
		this.#announced = this.parallel;
		this.#settled = this.#announced;
	}

	tell(fact: HostFact): void {
		this.#listener?.(fact);
	}

	/** A user's number is for all hosts together. */
	want(parallel: number | 'auto', at: number): void {
		this.#wanted = parallel;
		this.share(at);
	}

	/** After a host went or came. */
	share(at: number): void {
		const there = this.#hosts.filter(({state}) => state.status !== 'lost').length;
		for (const host of this.#hosts) {
			host.share = this.#wanted === 'auto' ? undefined : Math.ceil(this.#wanted / Math.max(1, there));
			host.noteFree(at);
		}
		this.announce();
	}

	announce(): void {
		if (this.#wanted !== 'auto') return;
		const {parallel} = this;
		if (parallel === this.#announced) return;
		const isTrying = this.#hosts.some(({isTrial}) => isTrial);
		const isTrial = isTrying || parallel === this.#settled;
		if (!isTrying) this.#settled = parallel;
		this.#announced = parallel;
		this.tell({type: 'capacity-found', parallel, isTrial});
	}
}
