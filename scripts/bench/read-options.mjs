import {parseArgs} from 'node:util';

/** Options that all benches of a real engine share, and their own; numbers as numbers. */
export function readOptions(own = {}) {
	const options = {
		host: {type: 'string', default: process.env.OLLAMA_HOST ?? 'http://127.0.0.1:11434'},
		model: {type: 'string', multiple: true, default: ['smollm2:135m', 'gemma3:270m']},
		minutes: {type: 'string', default: '2'},
		...own,
	};
	const {values, positionals} = parseArgs({options, allowPositionals: true});
	const host = values.host.includes('://') ? values.host : `http://${values.host}`;
	return {...values, host, minutes: Number(values.minutes), positionals};
}
