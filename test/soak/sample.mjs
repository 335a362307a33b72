// Preload of a program under test: writes down what it holds, every few seconds, after a collection. UNWRITTEN_SOAK: {log, everyMs}.
import {appendFileSync, readdirSync} from 'node:fs';

const {log, everyMs} = JSON.parse(process.env.UNWRITTEN_SOAK);
const startedAt = performance.now();
let accepted = 0;
let warnings = 0;

process.on('warning', () => warnings++);
const writeOut = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, ...rest) => {
	if (/^\d\d:\d\d:\d\d accepted /.test(String(text))) accepted++;
	return writeOut(text, ...rest);
};

function countListeners(emitter) {
	return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

function sample() {
	globalThis.gc?.();
	const {rss, heapUsed, external} = process.memoryUsage();
	const resources = process.getActiveResourcesInfo();
	const count = pattern => resources.filter(name => pattern.test(name)).length;
	const line = {
		seconds: (performance.now() - startedAt) / 1000,
		accepted,
		rss,
		heapUsed,
		external,
		handles: readdirSync('/proc/self/fd').length,
		sockets: count(/TCP|Socket/),
		timers: count(/Timeout|Immediate/),
		listeners: [process, process.stdout, process.stderr].reduce((sum, each) => sum + countListeners(each), 0),
		warnings,
	};
	appendFileSync(log, `${JSON.stringify(line)}\n`);
}

setInterval(sample, everyMs).unref();
