import {authenticityTargets, capacityLevels, complexityTypes} from '../domain/parameter-space.js';

const labelColumns = Math.max(...complexityTypes.map(({length}) => length));

/**
 * Records in each of the 128 cells, as lines of text: a row for each complexity type, in it the authenticity targets with
 * their capacity levels (by first letter). An empty cell is a point.
 */
export function drawCoverageMap(cells: readonly number[]): string[] {
	const columns = Math.max(2, ...cells.map(count => String(count).length)) + 1;
	const alignRight = (texts: readonly string[]) => texts.map(text => text.padStart(columns)).join('');
	const letters = alignRight(capacityLevels.map(level => level.charAt(0)));
	const heads = authenticityTargets.map(target =>
		` ${target}`.slice(0, letters.length).padEnd(letters.length),
	);
	const rows = complexityTypes.map((complexity, row) => {
		const groups = authenticityTargets.map((_, group) => {
			const first = (row * authenticityTargets.length + group) * capacityLevels.length;
			const counts = cells.slice(first, first + capacityLevels.length);
			return alignRight(counts.map(count => (count === 0 ? '.' : String(count))));
		});
		return formatRow(complexity, groups);
	});
	return [
		formatRow('', heads),
		formatRow(
			'',
			authenticityTargets.map(() => letters),
		),
		...rows,
	];
}

function formatRow(label: string, groups: string[]): string {
	return `${label.padEnd(labelColumns)}${groups.join(' ')}`.trimEnd();
}
