import {expect, test} from 'vitest';
import {optionEntries} from '../../source/cli/options.js';
import {type Arguments, parseArguments} from '../../source/cli/parse-arguments.js';
import {UserError} from '../../source/pipeline/errors.js';

const nothing: Arguments = {
	command: 'run',
	subject: undefined,
	detail: undefined,
	from: undefined,
	count: undefined,
	engine: undefined,
	model: undefined,
	hosts: undefined,
	parallel: undefined,
	order: undefined,
	seed: undefined,
	shard: undefined,
	variations: undefined,
	world: undefined,
	out: undefined,
	resume: undefined,
	judge: false,
	judgeGate: false,
	judgeEngine: undefined,
	judgeModel: undefined,
	judgeHost: undefined,
	acceptChanges: false,
	takeOver: false,
	hasSaidYes: false,
	stallTimeoutMs: undefined,
	waitForEngineMs: undefined,
	display: undefined,
	wants: undefined,
};

test.each<[string, Partial<Arguments>]>([
	['', {}],
	['--count 50', {count: 50}],
	['--count=1', {count: 1}],
	['--engine ollama', {engine: 'ollama'}],
	['--engine rehearsal', {engine: 'rehearsal'}],
	['--model qwen3:8b', {model: 'qwen3:8b'}],
	['--host box', {hosts: ['box']}],
	['--host box --host http://other:1', {hosts: ['box', 'http://other:1']}],
	['--parallel 4', {parallel: 4}],
	['--parallel auto', {parallel: 'auto'}],
	['--order balanced', {order: 'balanced'}],
	['--order round-robin', {order: 'round-robin'}],
	['--seed 0', {seed: 0}],
	['--seed 2147483647', {seed: 2_147_483_647}],
	['--shard 3/8', {shard: {part: 3, of: 8}}],
	['--variations 4', {variations: 4}],
	['--world mine', {world: 'mine'}],
	['--out there', {out: 'there'}],
	['--resume', {resume: 'latest'}],
	['--resume --plain', {resume: 'latest', display: 'plain'}],
	['--resume 20261122-184510-q7', {resume: '20261122-184510-q7'}],
	['--resume=20261122-184510-q7', {resume: '20261122-184510-q7'}],
	['--accept-changes', {acceptChanges: true}],
	['--resume --take-over', {resume: 'latest', takeOver: true}],
	['--engine embedded --yes-install', {engine: 'embedded', hasSaidYes: true}],
	['--stall-timeout 1.5', {stallTimeoutMs: 1_500}],
	['--wait-for-engine 2', {waitForEngineMs: 120_000}],
	['--plain', {display: 'plain'}],
	['--json', {display: 'json'}],
	['--plain --json', {display: 'json'}],
	['--help', {wants: 'help'}],
	['-h', {wants: 'help'}],
	['--version', {wants: 'version'}],
	['-v', {wants: 'version'}],
	['check', {command: 'check'}],
	['check --host box', {command: 'check', hosts: ['box']}],
	['runs --out there', {command: 'runs', out: 'there'}],
	['export latest', {command: 'export', subject: 'latest'}],
	['judge latest --judge-model q', {command: 'judge', subject: 'latest', judgeModel: 'q'}],
	['--judge --judge-gate', {judge: true, judgeGate: true}],
	['--judge-engine ollama --judge-host box', {judgeEngine: 'ollama', judgeHost: 'box'}],
	['redo latest x-1', {command: 'redo', subject: 'latest', detail: 'x-1'}],
	['redo q7 x-1 --from tension', {command: 'redo', subject: 'q7', detail: 'x-1', from: 'tension'}],
])('arguments are read: %s', (line, expected) => {
	expect(parseArguments(line.split(' ').filter(Boolean))).toEqual({...nothing, ...expected});
});

test('every option of the table is read by the test above', () => {
	const tried = [
		'count',
		'engine',
		'model',
		'host',
		'parallel',
		'order',
		'seed',
		'shard',
		'out',
		'resume',
		'accept-changes',
		'variations',
		'from',
		'world',
		'judge',
		'judge-gate',
		'judge-engine',
		'judge-model',
		'judge-host',
	];
	tried.push(
		'take-over',
		'yes-install',
		'stall-timeout',
		'wait-for-engine',
		'plain',
		'json',
		'help',
		'version',
	);
	expect(optionEntries.map(({name}) => name).sort()).toEqual(tried.sort());
});

test.each<[string, string]>([
	['--count 0', '`0`'],
	['--count -3', '`-3`'],
	['--count abc', '`abc`'],
	['--count 1.5', '`1.5`'],
	['--count 1e3', '`1e3`'],
	['--count 10000001', '`10000001`'],
	['--count=', '--count'],
	['--count', '--count'],
	['--seed -1', '`-1`'],
	['--seed 2147483648', '`2147483648`'],
	['--seed x', '`x`'],
	['--parallel 0', '`0`'],
	['--parallel 257', '`257`'],
	['--parallel many', '`many`'],
	['--engine gpt', '`gpt`'],
	['--engine=', '``'],
	['--order random', '`random`'],
	['--model=', '--model'],
	['--out=', '--out'],
	['--resume=', '--resume'],
	['--stall-timeout 0', '`0`'],
	['--stall-timeout -5', '`-5`'],
	['--stall-timeout soon', '`soon`'],
	['--wait-for-engine Infinity', '`Infinity`'],
	['--colour', '`--colour`'],
	['--colour=red', '`--colour`'],
	['-x', '`-x`'],
	['--plain=yes', '`--plain`'],
	['train', '`train`'],
	['export', '`export`'],
	['export one two', '`two`'],
	['constructor', '`constructor`'],
])('a mistake is named, with the way out: %s', (line, named) => {
	try {
		parseArguments(line.split(' '));
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		expect((error as UserError).message).toContain(named);
		expect((error as UserError).message).not.toContain('\n');
		expect((error as UserError).hint).not.toBe('');
		return;
	}
	throw new Error('no mistake was found');
});
