import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {CheckName, Finding} from '../../source/engines/doctor/finding.js';

const bin = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type Checked = {code: number | null; findings: Map<CheckName, Finding>; stderr: string};

/** Runs `check --json` of the built program on one engine. */
export async function runCheck(options: string[], env: Record<string, string> = {}): Promise<Checked> {
	const child = spawn(process.execPath, [bin, 'check', ...options, '--json'], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, ...env},
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (text: Buffer) => {
		stdout += text.toString();
	});
	child.stderr.on('data', (text: Buffer) => {
		stderr += text.toString();
	});
	const code = await new Promise<number | null>(resolve => child.once('close', resolve));
	process.stdout.write(`check ${options.join(' ')}\n${stdout}${stderr}`);
	const report = JSON.parse(stdout) as {engines: Array<{findings: Finding[]}>};
	const findings = report.engines[0]?.findings ?? [];
	return {code, findings: new Map(findings.map(finding => [finding.check, finding])), stderr};
}
