import type {Engine} from '../../pipeline/ports.js';
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
	| 'slow'
	| 'too-large'
	| 'spill'
	| 'gpu-unused';

type Remedy = Pick<Finding, 'remedy' | 'command'>;
type Subject = {model: string; host: string};
type Kind = 'ollama' | 'openai' | 'embedded';

const smaller = 'a smaller model or a smaller quantisation decodes faster';
const fewer = 'take a smaller quantisation, a smaller context or fewer interactions at once';

/** The tag of a model that a server has is no file. */
function nameWeights(model: string): string {
	return /\.gguf$|^(?:hf:|https?:)/iu.test(model) ? model : 'PATH.gguf';
}

/** The way out of each trap, by engine; where the command depends on what serves the model, the commonest is named. */
const remedies: Record<Trap, Record<Kind, (subject: Subject) => Remedy>> = {
	away: {
		ollama: () => ({remedy: 'start it, or name another with --host', command: 'ollama serve'}),
		openai: () => ({
			remedy: 'start it, or name it with --host; with llama-server:',
			command: 'llama-server -m MODEL.gguf -np 4 -c 16384 --port 8080',
		}),
		embedded: ({model}) => ({
			remedy: 'leave and start it as follows, which asks before it installs anything:',
			command: `unwritten --engine embedded --model ${nameWeights(model)}`,
		}),
	},
	'no-model': {
		ollama: ({model}) => ({remedy: 'fetch it', command: `ollama pull ${model}`}),
		openai: ({host}) => ({
			remedy: 'name one of its models with --model; it lists them itself:',
			command: `curl ${host}/v1/models`,
		}),
		embedded: () => ({remedy: 'give the path of a .gguf file, or a `hf:` name, with --model'}),
	},
	'no-answer': {
		ollama: ({model}) => ({
			remedy: 'see what it does without us',
			command: `ollama run ${model} "Say hello"`,
		}),
		openai: () => ({
			remedy: 'the log of the server says why; a model without a chat template answers nothing',
		}),
		embedded: () => ({remedy: 'take an instruction-tuned GGUF: a base model has no chat template'}),
	},
	thinks: {
		ollama: ({model}) => ({
			remedy:
				'its template ignores the switch: take the instruct version of the model, or a newer Ollama; see',
			command: `ollama show ${model}`,
		}),
		openai: ({model}) => ({
			remedy: 'switch it off at the server; with vLLM (0 as --reasoning-budget with llama-server):',
			command: `vllm serve ${model} --default-chat-template-kwargs '{"enable_thinking": false}'`,
		}),
		embedded: () => ({remedy: 'take the instruct version of the model'}),
	},
	'schema-ignored': {
		ollama: ({model}) => ({
			remedy: 'some thinking models make Ollama ignore `format`: update it, or take another model',
			command: `ollama pull ${model}`,
		}),
		openai: () => ({
			remedy: 'the tolerant parser helps a good model; better is a server that constrains, like vLLM or',
			command: 'llama-server -m MODEL.gguf -np 4 -c 16384',
		}),
		embedded: () => ({remedy: 'this is a fault of the engine: report it with the name of the model'}),
	},
	'small-context': {
		ollama: () => ({remedy: 'take a model with a context of 4096 or more'}),
		openai: () => ({
			remedy: 'give each slot 4096; llama-server divides -c by -np, vLLM takes --max-model-len:',
			command: 'llama-server -m MODEL.gguf -np 4 -c 16384',
		}),
		embedded: () => ({remedy: 'take a model with a context of 4096 or more'}),
	},
	'cut-silently': {
		ollama: () => ({
			remedy:
				'update Ollama: since 0.12 it refuses such a prompt when asked to; until then a larger context helps',
			command: 'OLLAMA_CONTEXT_LENGTH=8192 ollama serve',
		}),
		openai: () => ({
			remedy: 'the server drops what does not fit: give it a larger context',
			command: 'llama-server -m MODEL.gguf -np 4 -c 32768 --no-context-shift',
		}),
		embedded: () => ({remedy: 'this is a fault of the engine: report it with the name of the model'}),
	},
	'one-slot': {
		ollama: () => ({
			remedy: 'let it serve several at once (each takes a context of its own in memory)',
			command: 'OLLAMA_NUM_PARALLEL=4 ollama serve',
		}),
		openai: () => ({
			remedy: 'let it serve several at once; with llama-server:',
			command: 'llama-server -m MODEL.gguf -np 4 -c 16384',
		}),
		embedded: ({model}) => ({
			remedy: 'let it make room for several',
			command: `unwritten --engine embedded --model ${model} --parallel 4`,
		}),
	},
	slow: {
		ollama: () => ({remedy: `${smaller}; see what runs where`, command: 'ollama ps'}),
		openai: () => ({remedy: smaller}),
		embedded: () => ({remedy: smaller}),
	},
	'too-large': {
		ollama: () => ({
			remedy: `it does not fit the memory: ${fewer}; see what else is loaded`,
			command: 'ollama ps',
		}),
		openai: () => ({remedy: `it does not fit the memory: ${fewer}`}),
		embedded: ({model}) => ({
			remedy: `it does not fit the memory: ${fewer}`,
			command: `unwritten --engine embedded --model ${model} --parallel 1`,
		}),
	},
	spill: {
		ollama: () => ({
			remedy: `what is on the CPU slows down all of it: ${fewer}`,
			command: 'OLLAMA_NUM_PARALLEL=2 ollama serve',
		}),
		openai: () => ({remedy: `what is on the CPU slows down all of it: ${fewer}`}),
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
		}),
		openai: () => ({remedy: 'see whether the driver answers', command: 'nvidia-smi'}),
		embedded: () => ({remedy: 'see whether the driver answers', command: 'nvidia-smi'}),
	},
};

/** What to do about a trap, for this engine. */
export function remedyFor(trap: Trap, {name, model, host}: Pick<Engine, 'name' | 'model' | 'host'>): Remedy {
	const kind: Kind = name === 'openai' || name === 'embedded' ? name : 'ollama';
	return remedies[trap][kind]({model, host});
}
