import {acquireRunLock} from '../../source/store/run-lock.js';

await acquireRunLock({folder: process.argv[2] as string, now: Date.now()});
console.log('held');
setInterval(() => {}, 1000);
