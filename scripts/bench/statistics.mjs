export function median(numbers) {
	const sorted = numbers.toSorted((one, other) => one - other);
	const middle = sorted.length / 2;
	return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Wilson's 95 % interval of a share. */
export function wilson(successes, tries) {
	if (tries === 0) return {low: 0, high: 1};
	const z = 1.96;
	const share = successes / tries;
	const middle = share + z ** 2 / (2 * tries);
	const spread = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * tries)) / tries);
	return {low: (middle - spread) / (1 + z ** 2 / tries), high: (middle + spread) / (1 + z ** 2 / tries)};
}

/** Exact 95 % interval (2.5 % on each side) of the mean of a Poisson count. */
export function poisson(count) {
	const low = count === 0 ? 0 : bisect(mean => 1 - chanceUpTo(count - 1, mean) < 0.025, count);
	return {low, high: bisect(mean => chanceUpTo(count, mean) > 0.025, count * 3 + 20)};
}

/** Largest mean for which `holds`, below `most`. */
function bisect(holds, most) {
	let [low, high] = [0, most];
	for (let step = 0; step < 60; step++) {
		const middle = (low + high) / 2;
		if (holds(middle)) low = middle;
		else high = middle;
	}
	return low;
}

function chanceUpTo(count, mean) {
	let term = Math.exp(-mean);
	let sum = term;
	for (let number = 1; number <= count; number++) {
		term *= mean / number;
		sum += term;
	}
	return sum;
}

export function asPercent(share) {
	return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : 'unknown';
}
