import {request as askServer} from 'node:http';

let passes = 0;

/**
 * A load generator with nothing of ours in it: sends recorded chats in their order, so many at once, each called off after
 * as many pieces as its first sender called it off, from the start again when they run out. Resolves after `seconds`.
 */
export async function replayRequests({host, recorded, parallel, seconds}) {
	const until = performance.now() + seconds * 1_000;
	let marked = [];
	async function work() {
		while (performance.now() < until) {
			if (marked.length === 0) marked = markPass(recorded);
			await replay(host, marked.shift(), until);
		}
	}
	await Promise.all(Array.from({length: parallel}, work));
}

/**
 * The same chats with a mark before what is asked, another in each pass: a server keeps prompts that it has seen, and
 * no run sends the same ones twice. What they share among themselves they share as before.
 */
function markPass(recorded) {
	const mark = `Story ${++passes}.`;
	return recorded.map(exchange => {
		const chat = JSON.parse(exchange.body);
		const asked = chat.messages.findIndex(({role}) => role === 'user');
		const messages = chat.messages.with(asked, {
			...chat.messages[asked],
			content: `${mark} ${chat.messages[asked].content}`,
		});
		return {...exchange, body: JSON.stringify({...chat, messages})};
	});
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
