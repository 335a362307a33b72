import {expect, test} from 'vitest';
import {remedyFor, type Trap, traps} from '../../source/engines/doctor/remedies.js';

const here = {name: 'ollama', model: 'tester:1b', host: 'http://127.0.0.1:11434'};
const otherPort = {...here, host: 'http://127.0.0.1:11999'};
const elsewhere = {...here, host: 'http://box:11434'};
const commandFor = (trap: Trap, subject: typeof here) => remedyFor(trap, subject).command;

/** Faults of the engine itself: there is nothing to type. */
const without = ['embedded schema-ignored', 'embedded cut-silently', 'embedded held-back'];

test('every trap of every engine has a command, where there is one at all', () => {
	const lacking = ['ollama', 'openai', 'embedded'].flatMap(name =>
		traps
			.filter(trap => remedyFor(trap, {...here, name}).command === undefined)
			.map(trap => `${name} ${trap}`),
	);
	expect(lacking).toEqual(without);
});

test('the Ollama of this machine needs no address, and any other is named', () => {
	expect(commandFor('no-model', here)).toBe('ollama pull tester:1b');
	expect(commandFor('no-model', otherPort)).toBe('OLLAMA_HOST=http://127.0.0.1:11999 ollama pull tester:1b');
	expect(commandFor('no-model', elsewhere)).toBe('OLLAMA_HOST=http://box:11434 ollama pull tester:1b');
	expect(commandFor('too-large', elsewhere)).toBe('OLLAMA_HOST=http://box:11434 ollama ps');
});

test('a server elsewhere is started there, so that it listens to others', () => {
	expect(remedyFor('away', here)).toEqual({
		remedy: 'name another with --host, or start it:',
		command: 'ollama serve',
	});
	expect(commandFor('away', otherPort)).toBe('OLLAMA_HOST=127.0.0.1:11999 ollama serve');
	expect(remedyFor('away', elsewhere)).toEqual({
		remedy: 'name another with --host, or start it on that machine:',
		command: 'OLLAMA_HOST=0.0.0.0 ollama serve',
	});
	expect(remedyFor('away', {...elsewhere, name: 'openai'}).remedy).toBe(
		'name it with --host, or start it on that machine; with llama-server:',
	);
	expect(commandFor('one-slot', {...elsewhere, host: 'http://box:9000'})).toBe(
		'OLLAMA_NUM_PARALLEL=4 OLLAMA_HOST=0.0.0.0:9000 ollama serve',
	);
	expect(remedyFor('gpu-unused', {...elsewhere, name: 'openai'}).remedy).toMatch(/^on that machine: /);
	expect(remedyFor('gpu-unused', {...here, name: 'embedded', host: 'in this process'}).remedy).toBe(
		'see whether the driver answers',
	);
});

test('what helps nothing is not said: the context is asked for with each request, and a pull updates no program', () => {
	const said = traps.map(trap => JSON.stringify(remedyFor(trap, here))).join();
	expect(said).not.toContain('OLLAMA_CONTEXT_LENGTH');
	for (const trap of ['schema-ignored', 'cut-silently'] as const) {
		expect(commandFor(trap, here)).toBe('ollama --version');
		expect(remedyFor(trap, here).remedy).toContain('update');
	}
});
