import {writeSync} from 'node:fs';
import {openJournal} from '../../source/store/json-lines-journal.js';

const journal = await openJournal({path: process.argv[2] as string, visit: () => 'kept'});

async function appendForEver(worker: number): Promise<void> {
	for (let number = 0; ; number++) {
		const id = `${worker}-${number}`;
		await journal.append({id, text: 'é'.repeat(number % 2000)});
		writeSync(1, `${id}\n`);
	}
}

await Promise.all([0, 1, 2, 3].map(appendForEver));
