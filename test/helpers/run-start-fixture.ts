import type {RunStart} from '../../source/store/run-file.js';

export function createRunStart(requested = 10): RunStart {
	return {
		app_version: '0.1.0',
		plan: {requested, order: 'balanced', seed: 7, shard: {part: 1, of: 1}, variations: 1},
		settings: {
			engine: 'rehearsal',
			model: 'rehearsal',
			model_digest: 'none',
			hosts: [],
			parallel: 'auto',
			sampling: {dialogue: {temperature: 0.92, top_p: 0.98, top_k: 80, repeat_penalty: 1.1}},
		},
		prompts: {fingerprint: '0123456789abcdef', texts: {'dialogue.md': 'Write “it”.\n'}},
	};
}
