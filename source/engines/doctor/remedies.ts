import type {Engine} from '../../pipeline/ports.js';
import {isOnThisMachine, ollamaCommand, serveCommand} from '../ollama/ollama-command.js';
import type {Finding} from './finding.js';

export type Trap =
	| 'away'
	| 'no-model'
	| 'no-answer'
	| 'thinks'
	| 'schema-ignored'
	| 'small-context'
	| 'cut-silently'
	| 'one-slot'
	| 'held-back'
	| 'slow'
	| 'too-large'
	| 'spill'
	| 'gpu-unused';

type Remedy = Pick<Finding, 'remedy' | 'command'>;
/** `isThere`: it is done on the machine where the model runs. */
type Cure = {remedy: string; command?: string; isThere?: true};
type Subject = {model: string; host: string};
type Kind = 'ollama' | 'openai' | 'embedded';

const isThere = true;
const fourSlots = 'llama-server -m MODEL.gguf -np 4 -c 16384';
const oneSlot = 'llama-server -m MODEL.gguf -np 1 -c 4096';
const anotherFile = 'unwritten check --engine embedded --model ANOTHER.gguf';
const unbuffered =
	'let the proxy before it hand on what comes (nginx: `proxy_buffering off;`), or the server write as it goes';
const smaller = 'a smaller model or a smaller quantisation decodes faster';
const fewer = 'take a smaller quantisation, a smaller context or fewer interactions at once';

/** The tag of a model that a server has is no file. */
function nameWeights(model: string): string {
	return /\.gguf$|^(?:hf:|https?:)/iu.test(model) ? model : 'PATH.gguf';
}

function whereOf(host: string): string {
	return isOnThisMachine(host) ? '' : ' on that machine';
}

/** The way out of each trap, by engine; where the command depends on what serves the model, the commonest is named. */
const remedies: Record<Trap, Record<Kind, (subject: Subject) => Cure>> = {
	away: {
		ollama: ({host}) => ({
			remedy: `name another with --host, or start it${whereOf(host)}:`,
			command: serveCommand(host),
		}),
		openai: ({host}) => ({
			remedy: `name it with --host, or start it${whereOf(host)}; with llama-server:`,
			command: 'llama-server -m MODEL.gguf -np 4 -c 16384 --port 8080',
		}),
		embedded: ({model}) => ({
			remedy: 'leave and start it as follows, which asks before it installs anything:',
			command: `unwritten --engine embedded --model ${nameWeights(model)}`,
		}),
	},
	'no-model': {
		ollama: ({model, host}) => ({remedy: 'fetch it', command: ollamaCommand(host, `pull ${model}`)}),
		openai: ({host}) => ({
			remedy: 'name one of its models with --model; it lists them itself:',
			command: `curl ${host}/v1/models`,
		}),
		embedded: () => ({
			remedy: 'give the path of a .gguf file, or a `hf:` name, with --model',
			command: anotherFile,
		}),
	},
	'no-answer': {
		ollama: ({model, host}) => ({
			remedy: 'see what it does without us',
			command: ollamaCommand(host, `run ${model} "Say hello"`),
		}),
		openai: ({model, host}) => ({
			remedy:
				'the log of the server says why (a model without a chat template answers nothing); see what it does without us',
			command: `curl ${host}/v1/chat/completions -H 'content-type: application/json' -d '${sayHello(model)}'`,
		}),
		embedded: () => ({
			remedy: 'take an instruction-tuned GGUF: a base model has no chat template',
			command: anotherFile,
		}),
	},
	thinks: {
		ollama: ({model, host}) => ({
			remedy:
				'its template ignores the switch: take the instruct version of the model, or a newer Ollama; see',
			command: ollamaCommand(host, `show ${model}`),
		}),
		openai: ({model}) => ({
			remedy: 'switch it off at the server; with vLLM (0 as --reasoning-budget with llama-server):',
			command: `vllm serve ${model} --default-chat-template-kwargs '{"enable_thinking": false}'`,
			isThere,
		}),
		embedded: () => ({remedy: 'take the instruct version of the model', command: anotherFile}),
	},
	'schema-ignored': {
		ollama: ({host}) => ({
			remedy:
				'some thinking models make Ollama ignore `format`: update the program, or take another model; its version:',
			command: ollamaCommand(host, '--version'),
		}),
		openai: () => ({
			remedy: 'the tolerant parser helps a good model; better is a server that constrains, like vLLM or',
			command: fourSlots,
			isThere,
		}),
		embedded: () => ({remedy: 'this is a fault of the engine: report it with the name of the model'}),
	},
	'small-context': {
		ollama: ({host}) => ({
			remedy: 'take a model with a context of 4096 or more, like',
			command: ollamaCommand(host, 'pull qwen3:8b'),
		}),
		openai: () => ({
			remedy: 'give each slot 4096; llama-server divides -c by -np, vLLM takes --max-model-len:',
			command: fourSlots,
			isThere,
		}),
		embedded: () => ({remedy: 'take a model with a context of 4096 or more', command: anotherFile}),
	},
	'cut-silently': {
		ollama: ({host}) => ({
			remedy:
				'update Ollama, the program: since 0.12 it refuses such a prompt when asked to, as it always is here; its version:',
			command: ollamaCommand(host, '--version'),
		}),
		openai: () => ({
			remedy: 'the server drops what does not fit: give it a larger context',
			command: 'llama-server -m MODEL.gguf -np 4 -c 32768 --no-context-shift',
			isThere,
		}),
		embedded: () => ({remedy: 'this is a fault of the engine: report it with the name of the model'}),
	},
	'one-slot': {
		ollama: ({host}) => ({
			remedy: 'let it serve several at once (each takes a context of its own in memory)',
			command: serveCommand(host, 'OLLAMA_NUM_PARALLEL=4'),
			isThere,
		}),
		openai: () => ({
			remedy: 'let it serve several at once; with llama-server:',
			command: fourSlots,
			isThere,
		}),
		embedded: ({model}) => ({
			remedy: 'let it make room for several',
			command: `unwritten --engine embedded --model ${model} --parallel 4`,
		}),
	},
	'held-back': {
		ollama: ({model, host}) => ({
			remedy: `${unbuffered}; see how its text comes`,
			command: `curl -N ${host}/api/generate -d '${JSON.stringify({model, prompt: 'Tell a story'})}'`,
		}),
		openai: ({model, host}) => ({
			remedy: `${unbuffered}; see how its text comes`,
			command: `curl -N ${host}/v1/chat/completions -H 'content-type: application/json' -d '${tellStory(model)}'`,
		}),
		embedded: () => ({remedy: 'this is a fault of the engine: report it with the name of the model'}),
	},
	slow: {
		ollama: ({host}) => ({remedy: `${smaller}; see what runs where`, command: ollamaCommand(host, 'ps')}),
		openai: () => ({
			remedy: `${smaller}; with llama-server, -ngl 99 puts all of it on the GPU:`,
			command: `${fourSlots} -ngl 99`,
			isThere,
		}),
		embedded: () => ({remedy: smaller, command: anotherFile}),
	},
	'too-large': {
		ollama: ({host}) => ({
			remedy: `it does not fit the memory: ${fewer}; see what else is loaded`,
			command: ollamaCommand(host, 'ps'),
		}),
		openai: () => ({
			remedy: `it does not fit the memory: ${fewer}; with llama-server:`,
			command: oneSlot,
			isThere,
		}),
		embedded: ({model}) => ({
			remedy: `it does not fit the memory: ${fewer}`,
			command: `unwritten --engine embedded --model ${model} --parallel 1`,
		}),
	},
	spill: {
		ollama: ({host}) => ({
			remedy: `what is on the CPU slows down all of it: ${fewer}`,
			command: serveCommand(host, 'OLLAMA_NUM_PARALLEL=2'),
			isThere,
		}),
		openai: () => ({
			remedy: `what is on the CPU slows down all of it: ${fewer}; with llama-server:`,
			command: oneSlot,
			isThere,
		}),
		embedded: ({model}) => ({
			remedy: `what is on the CPU slows down all of it: ${fewer}`,
			command: `unwritten --engine embedded --model ${model} --parallel 2`,
		}),
	},
	'gpu-unused': {
		ollama: () => ({
			remedy:
				'see whether the driver answers, then what Ollama says when it starts (`OLLAMA_DEBUG=1 ollama serve`)',
			command: 'nvidia-smi',
			isThere,
		}),
		openai: () => ({remedy: 'see whether the driver answers', command: 'nvidia-smi', isThere}),
		embedded: () => ({remedy: 'see whether the driver answers', command: 'nvidia-smi'}),
	},
};

/** What to do about a key that is missing or refused. */
export const keyRemedy: Remedy = {
	remedy: 'set the key of this server, for example',
	command: 'export UNWRITTEN_API_KEY=…',
};

/** What to do about a trap, for this engine. */
export function remedyFor(trap: Trap, {name, model, host}: Pick<Engine, 'name' | 'model' | 'host'>): Remedy {
	const kind: Kind = name === 'openai' || name === 'embedded' ? name : 'ollama';
	const {remedy, command, isThere} = remedies[trap][kind]({model, host});
	return {
		remedy: isThere && !isOnThisMachine(host) ? `on that machine: ${remedy}` : remedy,
		...(command !== undefined && {command}),
	};
}

function sayHello(model: string): string {
	return JSON.stringify({model, messages: [{role: 'user', content: 'Say hello'}]});
}

function tellStory(model: string): string {
	return JSON.stringify({model, stream: true, messages: [{role: 'user', content: 'Tell a story'}]});
}

export const traps = Object.keys(remedies) as Trap[];
