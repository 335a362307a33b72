import {request as askServer, createServer} from 'node:http';

/**
 * Stands in front of an Ollama and notes of every chat what was asked, when each piece came, and how it ended. Both sides
 * of a comparison go through it, so that what it costs itself is in both. Times in ms of `performance.now`.
 */
export async function startRecordingProxy(target) {
	const exchanges = [];
	const server = createServer((request, response) => {
		const body = [];
		request.on('data', piece => body.push(piece));
		request.on('end', () => forward({request, response, body: Buffer.concat(body), target, exchanges}));
	});
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		host: `http://127.0.0.1:${server.address().port}`,
		exchanges,
		close: () => {
			server.closeAllConnections();
			return new Promise(resolve => server.close(resolve));
		},
	};
}

function forward({request, response, body, target, exchanges}) {
	const isChat = request.url === '/api/chat';
	const exchange = isChat
		? {body: body.toString(), sentAt: performance.now(), pieces: [], ended: 'cut'}
		: undefined;
	if (exchange) exchanges.push(exchange);
	const url = new URL(request.url, target);
	const headers = {...request.headers, host: url.host};
	const upstream = askServer(url, {method: request.method, headers}, reply => {
		response.writeHead(reply.statusCode, reply.headers);
		let pending = '';
		reply.on('data', piece => {
			response.write(piece);
			if (!exchange) return;
			const lines = (pending + piece).split('\n');
			pending = lines.pop();
			for (const line of lines) note(exchange, line);
		});
		reply.on('end', () => {
			if (exchange) exchange.endedAt ??= performance.now();
			response.end();
		});
		reply.on('error', () => response.destroy());
	});
	upstream.on('error', () => response.destroy());
	response.on('close', () => {
		if (exchange) exchange.endedAt ??= performance.now();
		upstream.destroy();
	});
	upstream.end(body);
}

function note(exchange, line) {
	if (line.includes('"done":true')) {
		exchange.ended = 'done';
		exchange.counts = JSON.parse(line);
		exchange.endedAt = performance.now();
	} else if (!line.includes('"content":""')) exchange.pieces.push(performance.now());
}
