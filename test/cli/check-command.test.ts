import {afterEach, expect, onTestFinished, test, vi} from 'vitest';
import {main} from '../../source/cli/main.js';
import {type FaultServerOptions, startFaultServer} from '../helpers/fault-server.js';

afterEach(() => void vi.restoreAllMocks());

async function check(options: FaultServerOptions, extra = ''): Promise<{code: number; said: string}> {
	const said: string[] = [];
	vi.spyOn(process.stdout, 'write').mockImplementation(text => {
		said.push(String(text));
		return true;
	});
	const server = await startFaultServer(options);
	onTestFinished(() => server.stop());
	const code = await main(`check --host ${server.host} --model tester:1b ${extra}`.trim().split(' '));
	return {code, said: said.join('')};
}

test('a good engine: one finding a line and exit 0', async () => {
	const {code, said} = await check({});

	expect(code).toBe(0);
	expect(said).toMatch(/^ok {5}reachable ollama \(0\.32\.15\) answers at /m);
	expect(said).toMatch(/^ok {5}context /m);
});

test('a trap: exit 1, with the remedy and the command under the finding', async () => {
	const {code, said} = await check({script: () => 'thinking-only'});

	expect(code).toBe(1);
	expect(said).toMatch(/^wrong +thinking .*\n {17}\S.*\n {19}OLLAMA_HOST=\S+ ollama show tester:1b$/m);
});

test('what a server says is clean before it reaches a terminal', async () => {
	const {said} = await check({model: {name: 'evil\u001b[2J\u202e:1b'}});

	expect(said).not.toMatch(/[\u001b\u202e]/);
});

test('the same as JSON', async () => {
	const {code, said} = await check({slots: 1, tokenDelayMs: 1}, '--json');

	const report = JSON.parse(said) as {
		ok: boolean;
		engines: Array<{findings: Array<{check: string; level: string}>}>;
	};
	expect(code).toBe(0);
	expect(report.ok).toBe(true);
	expect(report.engines[0]?.findings).toContainEqual(
		expect.objectContaining({
			check: 'parallel',
			level: 'slow',
			command: expect.stringMatching(/^OLLAMA_NUM_PARALLEL=4 OLLAMA_HOST=\S+ ollama serve$/),
		}),
	);
});
