/** The requests that one host has under way, and how many of them are being written. Times in ms. */
export class OpenCalls {
	readonly #sentAt = new Map<number, number>();
	readonly #written = new Set<number>();

	get size(): number {
		return this.#sentAt.size;
	}

	get writtenCount(): number {
		return this.#written.size;
	}

	has(call: number): boolean {
		return this.#sentAt.has(call);
	}

	begin(call: number, at: number): void {
		this.#sentAt.set(call, at);
		this.#written.delete(call);
	}

	/** True at the first token of a call that is under way. */
	write(call: number): boolean {
		if (!this.has(call) || this.#written.has(call)) return false;
		this.#written.add(call);
		return true;
	}

	sentAt(call: number): number | undefined {
		return this.#sentAt.get(call);
	}

	end(call: number): void {
		this.#sentAt.delete(call);
		this.#written.delete(call);
	}

	clear(): void {
		this.#sentAt.clear();
		this.#written.clear();
	}
}
