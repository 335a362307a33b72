import {expect, test} from 'vitest';
import {createDrawer} from '../../source/domain/create-draw.js';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {modelSteps, type StepOutputs} from '../../source/domain/step-outputs.js';
import {buildMessages} from '../../source/pipeline/build-messages.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {modelStepDefinitions} from '../../source/pipeline/steps/model-steps.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {faultNames} from '../helpers/fault-server-faults.js';
import {writeGoodReply} from '../helpers/fault-server-replies.js';
import {failureOf, proseRequest, startPair} from './ollama-fixture.js';

test('the default replies pass every step and the gate, two hundred times and without near copies', async () => {
	const {texts, fingerprint} = await loadPromptFiles(defaultPromptFolder);
	const book = parsePromptBook(texts, fingerprint);
	const drawAt = createDrawer({seed: 5, order: 'balanced', world: book.world});
	const copies = createNearCopyIndex();
	const refused: string[] = [];

	for (let planIndex = 0; planIndex < 200; planIndex++) {
		const draw = drawAt(planIndex);
		let outputs: StepOutputs = {};
		for (const step of modelSteps) {
			const definition = modelStepDefinitions[step];
			const format = definition.schema(draw);
			const messages = buildMessages({form: 'full', step, draw, outputs, book});
			const body = {model: 'tester:1b', messages, ...(format && {format}), options: {seed: planIndex}};
			const text = writeGoodReply(body);
			const verdict = definition.check(
				{text, finish: 'stop'},
				{
					draw,
					outputs,
					prompt: messages.at(-1)?.content ?? '',
					findCopiedRun: book.runs.findIn,
					findOverused: () => undefined,
					findNearCopy: prose => copies.findNearCopy(prose)?.id,
				},
			);
			if (!verdict.ok) refused.push(`${planIndex} ${step}: ${verdict.reason} ${text}`);
			if (!verdict.ok) break;
			outputs = {...outputs, ...verdict.outputs};
		}
		if (outputs.dialogue) copies.add(String(planIndex), outputs.dialogue.prose);
	}

	expect(refused).toEqual([]);
});

test('faults come in the shares that were asked for and the same with the same seed', async () => {
	const faults = [
		{name: 'http-500' as const, rate: 0.3},
		{name: 'empty' as const, rate: 0.2},
	];
	const seen: string[] = [];
	for (let round = 0; round < 2; round++) {
		const {engine, server} = await startPair({faults, seed: 4, replies: () => 'Ada nodded to you.'});
		for (let chat = 0; chat < 60; chat++) await engine.generate(proseRequest()).catch(() => undefined);
		seen.push(
			server
				.chats()
				.map(({fault}) => fault ?? '-')
				.join(' '),
		);
	}

	const drawn = seen[0]?.split(' ') ?? [];
	expect(seen[1]).toBe(seen[0]);
	expect(drawn.filter(fault => fault === 'http-500').length).toBeGreaterThan(8);
	expect(drawn.filter(fault => fault === '-').length).toBeGreaterThan(20);
	expect(new Set(drawn).size).toBe(3);
});

test('a model that thinks spends its budget on it unless it is told not to', async () => {
	const {server} = await startPair({model: {canThink: true}});
	const ask = async (think?: boolean) => {
		const body = {
			model: 'tester:1b',
			messages: [],
			...(think !== undefined && {think}),
			options: {num_predict: 40},
		};
		const response = await fetch(`${server.host}/api/chat`, {method: 'POST', body: JSON.stringify(body)});
		return response.text();
	};

	expect(await ask()).toContain('"thinking":"The"');
	expect(await ask(false)).not.toContain('"thinking"');
});

test('a server that is started again listens on the same port and can be given other faults', async () => {
	const {engine, server} = await startPair({faults: [{name: 'http-500', rate: 1}]});
	const host = server.host;
	await failureOf(engine.generate(proseRequest()));

	await server.restart();
	server.setFaults([]);
	const reply = await engine.generate(proseRequest());

	expect(server.host).toBe(host);
	expect(reply.finish).toBe('stop');
});

test('every fault lets go of its connection when the client hangs up', async () => {
	for (const fault of faultNames) {
		const {server} = await startPair({script: () => fault});
		const hangingUp = new AbortController();
		const body = JSON.stringify({model: 'tester:1b', messages: [], options: {num_predict: 50}});
		const asked = fetch(`${server.host}/api/chat`, {
			method: 'POST',
			body,
			redirect: 'manual',
			signal: hangingUp.signal,
		}).catch(() => undefined);
		const chat = await server.chatArrived(0);

		hangingUp.abort();
		await asked;

		await chat.ended;
		expect(chat.endedAt).toBeGreaterThanOrEqual(chat.startedAt);
	}
});
