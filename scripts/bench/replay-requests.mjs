import {request as askServer} from 'node:http';

/**
 * A load generator with nothing of ours in it: sends recorded chats in their order, so many at once, each called off after
 * as many pieces as its first sender called it off, from the start again when they run out. Resolves after `seconds`.
 */
export async function replayRequests({host, recorded, parallel, seconds}) {
	const until = performance.now() + seconds * 1_000;
	let next = 0;
	async function work() {
		while (performance.now() < until) await replay(host, recorded[next++ % recorded.length], until);
	}
	await Promise.all(Array.from({length: parallel}, work));
}

function replay(host, {body, ended, pieces}, until) {
	const {promise, resolve} = Promise.withResolvers();
	const headers = {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)};
	const chat = askServer(new URL('/api/chat', host), {method: 'POST', headers}, reply => {
		let heard = 0;
		reply.on('data', piece => {
			heard += piece.toString().split('\n').length - 1;
			if (ended === 'cut' && heard >= pieces.length) chat.destroy();
		});
		reply.on('end', resolve);
		reply.on('error', resolve);
		reply.on('close', resolve);
	});
	chat.on('error', resolve);
	chat.on('close', resolve);
	const timer = setTimeout(() => chat.destroy(), Math.max(1, until - performance.now()));
	chat.end(body);
	return promise.finally(() => clearTimeout(timer));
}
