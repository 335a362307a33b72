import {expect, test} from 'vitest';
import type {Draw} from '../../source/domain/draw.js';
import {type ModelStep, modelSteps, type StepOutputs} from '../../source/domain/step-outputs.js';
import {createRehearsalEngine} from '../../source/engines/rehearsal/create-rehearsal-engine.js';
import {AbortedError} from '../../source/pipeline/errors.js';
import type {GenerationRequest} from '../../source/pipeline/ports.js';

const draw: Draw = {
	planIndex: 3,
	cell: {complexity: 'avoidance', authenticity: 'excellent', capacity: 'medium'},
	name: 'José',
	pronouns: 'they/them',
	ageBand: 'early thirties',
	occupation: 'optician',
	venue: 'the queue at the post office',
	timeOfDay: 'morning',
	relationshipLevel: 2,
	relationshipName: 'Acquaintance',
	trust: 0.3,
	interactionCount: 9,
	ocean: {openness: 2, conscientiousness: 2, extraversion: 2, agreeableness: 4.5, neuroticism: 3},
	baseCapacity: 7,
	effectiveCapacity: 5.5,
	canSupportUpTo: 7.5,
	factorImpacts: [-1, -0.5],
	supportNeeded: 8,
	urgency: 'urgent',
	requestType: 'practical_help',
	hookType: 'partial_reveal',
	authenticityScore: 0.9,
	subject: 'a form in two languages',
	hookObject: 'a spare key on a red ribbon',
	drains: ['a leak in the ceiling', 'a double shift'],
	opening: 'with a smell that arrives before anything is said',
	style: 'plainly',
	sense: 'the smell of wet wool',
	action: 'sort keys from large to small',
};

function request(step: ModelStep, changes: Partial<GenerationRequest> = {}): GenerationRequest {
	const outputs: StepOutputs = {};
	return {
		brief: {step, draw, outputs},
		messages: [],
		sampling: {temperature: 1, topP: 1, topK: 1, repeatPenalty: 1},
		seed: 42,
		maxTokens: 200,
		contextTokens: 4096,
		signal: new AbortController().signal,
		...changes,
	};
}

test.each(modelSteps)('the same seed gives the same text, another seed another: %s', async step => {
	const engine = createRehearsalEngine();
	const first = await engine.generate(request(step));
	const again = await createRehearsalEngine().generate(request(step));
	const others = await Promise.all([1, 2, 3, 4].map(seed => engine.generate(request(step, {seed}))));
	expect(again.text).toBe(first.text);
	expect(new Set(others.map(reply => reply.text)).size).toBeGreaterThan(1);
	expect(first).toMatchObject({finish: 'stop'});
});

test('the text arrives in pieces that make up the reply', async () => {
	const pieces: string[] = [];
	const onText = (piece: string) => {
		pieces.push(piece);
		return 'continue' as const;
	};
	const reply = await createRehearsalEngine().generate(request('dialogue', {onText}));
	expect(pieces.join('')).toBe(reply.text);
	expect(pieces.length).toBeGreaterThan(15);
	expect(reply.outputTokens).toBe(pieces.length);
	expect(reply.durationMs).toBeGreaterThanOrEqual(reply.timeToFirstTokenMs);
});

test('enough ends the reply at once', async () => {
	let pieces = 0;
	const onText = () => (++pieces === 3 ? ('enough' as const) : ('continue' as const));
	const reply = await createRehearsalEngine().generate(request('dialogue', {onText}));
	expect(reply.finish).toBe('enough');
	expect(pieces).toBe(3);
	expect(reply.outputTokens).toBe(3);
});

test('an aborted signal ends it with an AbortedError, before and in the middle', async () => {
	const controller = new AbortController();
	const onText = () => {
		controller.abort();
		return 'continue' as const;
	};
	const engine = createRehearsalEngine();
	const signal = controller.signal;
	await expect(engine.generate(request('dialogue', {signal, onText}))).rejects.toBeInstanceOf(AbortedError);
	await expect(engine.generate(request('dialogue', {signal}))).rejects.toBeInstanceOf(AbortedError);
	await expect(engine.inspect(signal)).rejects.toBeInstanceOf(AbortedError);
});

test('a delay between pieces ends with the abort, not with the delay', async () => {
	const controller = new AbortController();
	const onText = () => {
		queueMicrotask(() => controller.abort());
		return 'continue' as const;
	};
	const engine = createRehearsalEngine({pieceDelayMs: 3_600_000});
	const generating = engine.generate(request('dialogue', {signal: controller.signal, onText}));
	await expect(generating).rejects.toBeInstanceOf(AbortedError);
});

test('it says plainly what it is', async () => {
	const engine = createRehearsalEngine();
	const found = await engine.inspect(new AbortController().signal);
	expect(engine).toMatchObject({name: 'rehearsal', host: 'built in', model: 'rehearsal-grammar'});
	expect(found).toMatchObject({engine: 'rehearsal', model: {name: 'rehearsal-grammar', canThink: false}});
	expect(found.model?.digest).toMatch(/^grammar-[0-9a-f]{16}$/u);
	expect((await createRehearsalEngine().inspect(new AbortController().signal)).model).toEqual(found.model);
});
