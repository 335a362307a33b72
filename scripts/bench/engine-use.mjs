/** What a server did between two moments, from the exchanges that a recording proxy noted. */
export function measureUse(exchanges, {from, to}) {
	const seconds = (to - from) / 1_000;
	const tokens = exchanges.reduce(
		(sum, {pieces}) => sum + pieces.filter(at => at >= from && at < to).length,
		0,
	);
	const shared = (start, end) => Math.max(0, Math.min(end, to) - Math.max(start, from));
	const endOf = exchange => exchange.endedAt ?? to;
	const firstOf = exchange => exchange.pieces[0] ?? endOf(exchange);
	const sum = measure => exchanges.reduce((total, exchange) => total + measure(exchange), 0) / (to - from);
	return {
		tokensPerSecond: tokens / seconds,
		/** Requests at the server, on average; of them, those still waiting for their first token, queue and prompt together. */
		underWay: sum(exchange => shared(exchange.sentAt, endOf(exchange))),
		waiting: sum(exchange => shared(exchange.sentAt, firstOf(exchange))),
		written: sum(exchange => shared(firstOf(exchange), endOf(exchange))),
		...countPromptTime(exchanges.filter(({sentAt, endedAt}) => sentAt >= from && endedAt < to)),
	};
}

/** Of the server's own account: the share of a reply's time that goes into its prompt, and tokens for each request. */
function countPromptTime(exchanges) {
	const counted = exchanges.filter(({counts}) => counts);
	const add = name => counted.reduce((sum, {counts}) => sum + (counts[name] ?? 0), 0);
	const promptShare = add('prompt_eval_duration') / (add('prompt_eval_duration') + add('eval_duration'));
	const pieces = exchanges.reduce((sum, exchange) => sum + exchange.pieces.length, 0);
	return {
		requests: exchanges.length,
		promptShare,
		tokensPerRequest: pieces / exchanges.length,
		cutShare: 1 - counted.length / exchanges.length,
	};
}

/**
 * Share of the time in which fewer than `slots` requests were at the server: what our own work between a reply and the
 * next request costs, and an empty queue.
 */
export function shareShortOf(exchanges, slots, {from, to}) {
	const changes = exchanges
		.flatMap(({sentAt, endedAt}) => [
			{at: Math.max(from, sentAt), by: 1},
			{at: Math.max(from, endedAt ?? to), by: -1},
		])
		.filter(({at}) => at <= to)
		.sort((one, other) => one.at - other.at);
	let count = 0;
	let last = from;
	let shortMs = 0;
	for (const {at, by} of [...changes, {at: to, by: 0}]) {
		if (count < slots) shortMs += at - last;
		last = at;
		count += by;
	}
	return shortMs / (to - from);
}
