// What a token costs that comes from a server over HTTP: many streams at once from a process of its own, as JSON lines of
// Ollama or as the events of an OpenAI-compatible server (`engine`).
// Prints {"tokensPerSecond": heard, "cpuUs": CPU of one, in microseconds}. Started by `npm run bench`.
import {spawn} from 'node:child_process';
import {setMaxListeners} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {createOllamaEngine} from '../../dist/engines/ollama/create-ollama-engine.js';
import {createOpenAiEngine} from '../../dist/engines/openai/create-openai-engine.js';

const {engine: name, streams, warmUpMs, measuredMs, serverPrefix} = JSON.parse(process.argv[2]);

const serverPath = fileURLToPath(new URL('token-server.mjs', import.meta.url));
const [command, ...rest] = [...serverPrefix, process.execPath, serverPath];
const server = spawn(command, rest, {stdio: ['ignore', 'pipe', 'inherit']});
const host = await new Promise(resolve => server.stdout.once('data', text => resolve(String(text).trim())));

let tokens = 0;
const stop = new AbortController();
setMaxListeners(0, stop.signal);
const engine = (name === 'openai' ? createOpenAiEngine : createOllamaEngine)({host, model: 'm:1'});
const request = {
	brief: undefined,
	messages: [{role: 'user', content: 'Go on.'}],
	sampling: {temperature: 1, topP: 1, topK: 40, repeatPenalty: 1},
	seed: 1,
	maxTokens: 1_000_000,
	contextTokens: 4_096,
	signal: stop.signal,
	onText: () => {
		tokens++;
		return 'continue';
	},
};
const replies = Array.from({length: streams}, () => engine.generate(request));
for (const reply of replies) reply.catch(() => {});
await sleep(warmUpMs);
const before = {tokens, at: performance.now(), cpu: process.cpuUsage()};
await sleep(measuredMs);
const {user, system} = process.cpuUsage(before.cpu);
const heard = tokens - before.tokens;
const seconds = (performance.now() - before.at) / 1_000;
if (heard === 0) throw new Error('not one token came');
console.log(JSON.stringify({tokensPerSecond: heard / seconds, cpuUs: (user + system) / heard}));
server.kill();
process.exit(0);
