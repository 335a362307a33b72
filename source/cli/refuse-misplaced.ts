import {UserError} from '../pipeline/errors.js';

/** Whoever says these means to make nothing yet, and must not get a run instead. */
export function refuseMisplaced(values: Record<string, unknown>, command: string): void {
	for (const name of ['fill', 'dry-run']) {
		if (values[name] !== true || command === 'merge') continue;
		throw new UserError(`\`--${name}\` belongs to \`merge\``, {
			hint: `for example \`unwritten merge latest old_batch.json --${name}\``,
		});
	}
}
