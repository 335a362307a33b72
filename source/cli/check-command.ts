import {existsSync} from 'node:fs';
import {totalmem} from 'node:os';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {examineEngine} from '../engines/doctor/examine-engine.js';
import type {Finding} from '../engines/doctor/finding.js';
import {isOnThisMachine} from '../engines/ollama/ollama-command.js';
import {systemClock} from '../engines/system-clock.js';
import type {Engine} from '../pipeline/ports.js';
import {exitCodes} from './exit-codes.js';
import {hostsOfEngine} from './hosts-of-engine.js';
import {openEngine} from './open-engine.js';
import type {Arguments} from './parse-arguments.js';
import {prepareEngines} from './prepare-engines.js';
import {startProgressLine} from './progress-line.js';
import {resolveSettings, type Settings} from './resolve-settings.js';

/** `check`: looks at each engine as a run would use it; one finding a line as it is found, exit 0 when none is wrong. */
export async function runCheckCommand(given: Arguments): Promise<number> {
	const settings = await resolveSettings(given);
	await prepareEngines([settings], given);
	const isJson = given.display === 'json';
	const examined = [];
	for (const engine of openEach(settings)) {
		examined.push({...describe(engine), findings: await examine(engine, isJson)});
	}
	const isGood = examined.every(({findings}) => findings.every(({level}) => level !== 'wrong'));
	if (isJson) process.stdout.write(`${JSON.stringify({ok: isGood, engines: examined}, undefined, 2)}\n`);
	return isGood ? exitCodes.done : exitCodes.failed;
}

/** Several hosts are looked at one by one: together they would hide each other. */
function openEach(settings: Settings): Engine[] {
	const hosts = hostsOfEngine(settings, settings.engine);
	if (hosts.length <= 1) return [openEngine({...settings, hosts})];
	return hosts.map(host => openEngine({...settings, hosts: [host]}));
}

function describe({name, host, model}: Engine): {engine: string; host: string; model: string} {
	return {engine: name, host, model};
}

async function examine(engine: Engine, isJson: boolean): Promise<Finding[]> {
	const findings: Finding[] = [];
	const progress = startProgressLine();
	const onCheck = (check: string) => {
		if (process.stderr.isTTY) progress.show(`looking at ${check} …`);
	};
	try {
		const machine = describeMachine(engine.host);
		for await (const finding of examineEngine({engine, clock: systemClock, machine, onCheck})) {
			progress.end();
			findings.push(finding);
			if (!isJson) process.stdout.write(formatFinding(finding));
		}
	} finally {
		progress.end();
		// In the process, a model that stays loaded would keep it from ending.
		if (engine.name === 'embedded') await engine.unload();
	}
	return findings;
}

const labels: Record<Finding['level'], string> = {ok: 'ok', slow: 'slow', wrong: 'wrong', unknown: '?'};

function formatFinding({check, level, what, remedy, command}: Finding): string {
	const indent = ' '.repeat(17);
	const lines = [
		`${labels[level].padEnd(6)} ${check.padEnd(9)} ${what}`,
		remedy && `${indent}${remedy}`,
		command && `${indent}  ${command}`,
	];
	return `${lines
		.filter(line => line !== undefined)
		.map(cleanForDisplay)
		.join('\n')}\n`;
}

const gpuDevices = ['/proc/driver/nvidia/version', '/dev/kfd', '/dev/nvidiactl'];

function describeMachine(host: string) {
	const isLocal = isOnThisMachine(host);
	const hasGpu = process.platform === 'darwin' || gpuDevices.some(path => existsSync(path));
	return {isLocal, hasGpu, memoryBytes: totalmem()};
}
