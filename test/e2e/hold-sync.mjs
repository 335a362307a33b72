// Preload of a program under test: a flush of `interactions.jsonl` is not over while the file UNWRITTEN_HOLD_SYNC exists.
// Where that is a named pipe, the flush holds a thread of the program too, as a disk that hangs does.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import {setTimeout as sleep} from 'node:timers/promises';

const hold = process.env.UNWRITTEN_HOLD_SYNC;
const {open} = promises;

promises.open = async (path, ...rest) => {
	const handle = await open(path, ...rest);
	if (!String(path).endsWith('interactions.jsonl')) return handle;
	const sync = handle.sync.bind(handle);
	handle.sync = async () => {
		while (fs.existsSync(hold)) await (fs.statSync(hold).isFIFO() ? open(hold) : sleep(20));
		await sync();
	};
	return handle;
};
syncBuiltinESMExports();
