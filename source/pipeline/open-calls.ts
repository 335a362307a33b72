/** A call that is being written: when it was sent, when its first text came, and in how many pieces it came so far. In ms. */
export type WrittenCall = {sentAt: number; firstAt: number; pieces: number};

/** The requests that one host has under way, and how many of them are being written. Times in ms. */
export class OpenCalls {
	readonly #sentAt = new Map<number, number>();
	readonly #written = new Map<number, WrittenCall>();

	get size(): number {
		return this.#sentAt.size;
	}

	get writtenCount(): number {
		return this.#written.size;
	}

	begin(call: number, at: number): void {
		this.#sentAt.set(call, at);
		this.#written.delete(call);
	}

	/** A piece of its text; undefined for a call that is not under way. */
	write(call: number, at: number): WrittenCall | undefined {
		const sentAt = this.#sentAt.get(call);
		if (sentAt === undefined) return undefined;
		const before = this.#written.get(call);
		const written = before ?? {sentAt, firstAt: at, pieces: 0};
		if (!before) this.#written.set(call, written);
		written.pieces++;
		return written;
	}

	sentAt(call: number): number | undefined {
		return this.#sentAt.get(call);
	}

	/** What came of it; undefined where there was no text. */
	end(call: number): WrittenCall | undefined {
		const written = this.#written.get(call);
		this.#sentAt.delete(call);
		this.#written.delete(call);
		return written;
	}

	clear(): void {
		this.#sentAt.clear();
		this.#written.clear();
	}
}
