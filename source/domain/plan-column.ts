/** From here on a plan index is no sane one (a damaged record), and a table up to it would fill the memory. */
const longestTable = 2 ** 24;

/** A whole number, 0 unless set, for each plan index: 4 bytes an index, where a `Map` takes about 50. */
export class PlanColumn {
	#values = new Uint32Array(1024);
	#length = 0;
	readonly #far = new Map<number, number>();

	get(planIndex: number): number {
		if (planIndex >= longestTable) return this.#far.get(planIndex) ?? 0;
		return this.#values[planIndex] ?? 0;
	}

	has(planIndex: number): boolean {
		return this.get(planIndex) !== 0;
	}

	/** `value`: 0 to 2^32 - 1. */
	set(planIndex: number, value: number): void {
		if (planIndex >= longestTable) {
			this.#far.set(planIndex, value);
			return;
		}
		if (planIndex >= this.#values.length) this.#grow(planIndex + 1);
		this.#values[planIndex] = value;
		this.#length = Math.max(this.#length, planIndex + 1);
	}

	/** Plan index and value of those that are not 0, by plan index. */
	*entries(): Generator<[number, number]> {
		for (let planIndex = 0; planIndex < this.#length; planIndex++) {
			const value = this.#values[planIndex] as number;
			if (value !== 0) yield [planIndex, value];
		}
		const far = [...this.#far].filter(([, value]) => value !== 0);
		yield* far.sort(([left], [right]) => left - right);
	}

	#grow(needed: number): void {
		const grown = new Uint32Array(Math.min(longestTable, Math.max(needed, this.#values.length * 2)));
		grown.set(this.#values);
		this.#values = grown;
	}
}
