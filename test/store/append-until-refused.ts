import {StoreError} from '../../source/pipeline/errors.js';
import {openJournal} from '../../source/store/json-lines-journal.js';

const journal = await openJournal({path: process.argv[2] as string, visit: () => 'kept'});
let written = 0;
try {
	for (; written < 1000; written++) await journal.append({written, text: 'x'.repeat(1500)});
} catch (error) {
	const cause = (error as Error).cause as NodeJS.ErrnoException;
	console.log(
		JSON.stringify({written, isOurs: error instanceof StoreError, code: cause.code, size: journal.size}),
	);
}
await journal.close();
