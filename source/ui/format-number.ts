/** "1,234": counts are read, not parsed. */
export function formatCount(count: number): string {
	return Math.round(count).toLocaleString('en-US');
}

/** One decimal below ten, none above. */
export function formatRate(rate: number): string {
	return rate < 10 ? rate.toFixed(1) : formatCount(rate);
}

/** Never rounds up to 100 before all is done. */
export function formatPercent(done: number, total: number): string {
	return `${percentOf(done, total)} %`;
}

export function percentOf(done: number, total: number): number {
	return total === 0 ? 0 : Math.floor((done / total) * 100);
}

/** With its sign, as the game shows a change. */
export function formatChange(value: number): string {
	return value > 0 ? `+${value}` : String(value);
}

export function spacedWords(name: string): string {
	return name.replaceAll('_', ' ');
}
