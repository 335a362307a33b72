import type {DamagedElement, SetRecord} from '../domain/set-record.js';
import {UserError} from '../pipeline/errors.js';
import {type OpenedSet, openSet} from '../store/open-set.js';
import {tellNote} from './tell-note.js';
import {wayToResume} from './way-to-resume.js';

/** Several runs and files, read one after the other as one set. */
export type Sources = {
	sets: OpenedSet[];
	/** May be asked for again. Damage is told on stderr, once. */
	records(): AsyncIterable<SetRecord>;
	close(): Promise<void>;
};

const mostToldDamage = 5;

export async function openSources(outputFolder: string, wanted: string[]): Promise<Sources> {
	const sets: OpenedSet[] = [];
	const close = async () => {
		await Promise.all(sets.map(set => set.close()));
	};
	try {
		for (const name of wanted) sets.push(await openSet(outputFolder, name));
		for (const notice of sets.flatMap(set => set.notices)) tellNote(notice);
		return joinSets({sets, close});
	} catch (error) {
		await close();
		throw error;
	}
}

function joinSets({sets, close}: Pick<Sources, 'sets' | 'close'>): Sources {
	let told = 0;
	let isSummed = false;

	function hearDamage({source, position, reason}: DamagedElement, damaged: number): void {
		if (damaged <= mostToldDamage) tellNote(`element ${position} of ${source} is passed over: ${reason}`);
	}

	async function* records(): AsyncGenerator<SetRecord> {
		let damaged = 0;
		const onDamaged = (element: DamagedElement) => {
			damaged++;
			if (damaged > told) hearDamage(element, ++told);
		};
		for (const set of sets) yield* set.records(onDamaged);
		if (!isSummed && damaged > mostToldDamage) tellNote(`${damaged} elements in all are no records`);
		isSummed = true;
	}

	return {sets, records, close};
}

/** A run that is finished with nothing in it, or an empty file, is the mistake of the user. */
export async function refuseEmpty({sets, records}: Sources): Promise<void> {
	for await (const _ of records()) return;
	const run = sets.find(set => set.run)?.run;
	if (run) {
		throw new UserError(`the run \`${run.runId}\` has no accepted interaction yet`, {
			hint: `go on with \`${wayToResume(run.runId)}\``,
		});
	}
	throw new UserError(`\`${sets.map(({source}) => source).join(', ')}\` holds no record`, {
		hint: 'give a run or a batch file with records in it',
	});
}
