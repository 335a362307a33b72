import {createNearCopyIndex, type NearCopyIndex} from '../domain/quality/find-near-copy.js';
import {type ToldScene, varietyWindow} from '../domain/quality/variety-meter.js';
import type {CountedProse} from './ports.js';

/**
 * Reads what a run adds to into an index of its own, of about 1 KB a record: `own` knows the records of the run alone, which come
 * and go, and may forget what no journal of it holds. `latest`: the newest of them, for the variety of the run.
 */
export async function holdAgainstSources(
	own: NearCopyIndex,
	prose: AsyncIterable<CountedProse>,
): Promise<{nearCopies: NearCopyIndex; latest: ToldScene[]}> {
	const sources = createNearCopyIndex();
	// Two sources may hold the same ids.
	const ids: string[] = [];
	const latest: ToldScene[] = [];
	for await (const {id, ...scene} of prose) {
		sources.add(String(ids.push(id) - 1), scene.prose);
		latest.push(scene);
		if (latest.length > varietyWindow) latest.shift();
	}

	function findNearCopy(text: string) {
		const ofOwn = own.findNearCopy(text);
		const found = sources.findNearCopy(text);
		const isOfOwn = !found || (ofOwn && ofOwn.similarity >= found.similarity);
		return isOfOwn ? ofOwn : {...found, id: ids[Number(found.id)] as string};
	}

	const nearCopies = {
		...own,
		findNearCopy,
		get size() {
			return own.size;
		},
	};
	return {nearCopies, latest};
}
