import {expect, test} from 'vitest';
import {areOtherWeights} from '../../source/pipeline/are-other-weights.js';

const pairs: Array<[one: string, other: string, areOther: boolean]> = [
	['sha-a', 'sha-b', true],
	['sha-a', 'sha-a', false],
	['sha-a', '', false],
	['sha-a', 'unverified:qwen', false],
	['unverified:qwen:Qwen3-8B', 'unverified:qwen:vllm:/models/Qwen3-8B', false],
	['unverified:a.gguf:134515008:98000000', 'unverified:b.gguf:llamacpp:134515008:98000000', false],
	['unverified:a.gguf:134515008:98000000', 'unverified:a.gguf:134515008:144000000', true],
	['unverified:a.gguf:134515008:98000000', 'unverified:a.gguf', false],
];

test.each(pairs)('%s and %s: other weights %s', (one, other, areOther) => {
	expect(areOtherWeights(one, other)).toBe(areOther);
	expect(areOtherWeights(other, one)).toBe(areOther);
});
