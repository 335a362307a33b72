import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {main} from '../../source/cli/main.js';
import {captureOutput} from '../helpers/capture-output.js';
import {createTemporaryFolder} from '../helpers/temporary-folder.js';

const reference = fileURLToPath(new URL('../fixtures/v2.2-batch.json', import.meta.url));
const {stdout, stderr} = captureOutput();

async function report(...given: string[]): Promise<{code: number; out: string}> {
	stdout.length = 0;
	stderr.length = 0;
	const code = await main(['report', ...given]);
	return {code, out: stdout.join('')};
}

test('a file of v2.2 is reported as facts, one a line, and no file is left', async () => {
	const folder = createTemporaryFolder();
	const path = join(folder, 'batch.json');
	writeFileSync(path, `\uFEFF${readFileSync(reference, 'utf8').replaceAll('\n', '\r\n')}`);
	const {code, out} = await report(path);
	expect(code).toBe(0);
	const lines = out.trimEnd().split('\n');
	expect(lines).toContain('records: 49, unreadable: 0');
	expect(lines).toContain('What is chosen from a list: urgency important: 49 of 49 (100 %)');
	expect(lines.some(line => line.startsWith('HARMS: Declared word counts that are wrong: 49 of 49'))).toBe(
		true,
	);
	expect(lines.every(line => line.includes(': '))).toBe(true);
	expect(readdirSync(folder)).toEqual(['batch.json']);
	expect(stderr.join('')).toBe('');
});

test('a run and its batch give the same figures, the run its failed attempts besides', async () => {
	const out = createTemporaryFolder();
	expect(await main(['--engine', 'rehearsal', '--plain', '--count', '16', '--seed', '3', '--out', out])).toBe(
		0,
	);
	const [batch] = readdirSync(out).filter(name => name.endsWith('.json'));
	const ofRun = JSON.parse((await report('latest', '--out', out, '--json')).out);
	const ofBatch = JSON.parse((await report(join(out, batch as string), '--json')).out);
	expect(ofRun.records).toBe(16);
	expect(ofBatch.figures.coverage).toEqual(ofRun.figures.coverage);
	expect(ofBatch.figures['copy-share']).toEqual(ofRun.figures['copy-share']);
	expect(ofRun.figures['copy-share'].dialogue.runs).toBeGreaterThan(500);
	expect(Object.keys(ofRun.figures.steps.steps)).toEqual(
		expect.arrayContaining(['primitives', 'context', 'tension', 'dialogue', 'outcomes']),
	);
	const text = (await report('latest', '--out', out)).out;
	expect(text).toContain('note: rehearsal is no language model');
	const [folder] = readdirSync(join(out, 'runs'));
	expect(readdirSync(join(out, 'runs', folder as string))).not.toContain('report.html');
});

test('failed attempts and judgements of a run are counted', async () => {
	const out = createTemporaryFolder();
	await main(['--engine', 'rehearsal', '--plain', '--count', '8', '--seed', '3', '--out', out]);
	const [id] = readdirSync(join(out, 'runs'));
	const folder = join(out, 'runs', id as string);
	const [first] = readFileSync(join(folder, 'interactions.jsonl'), 'utf8').split('\n');
	const {training_metadata: metadata} = JSON.parse(first as string);
	const attempt = {
		plan_index: 0,
		step: 'dialogue',
		failure: 'rule-broken',
		reason: 'It has 40 words.',
		raw: '',
	};
	writeFileSync(join(folder, 'attempts.jsonl'), `${JSON.stringify(attempt)}\n`);
	const judgement = {
		at: metadata.created_at,
		id: metadata.id,
		plan_index: metadata.plan_index,
		judge: 'abc',
		engine: 'ollama',
		model: 'm',
		wanted: {
			complexity: metadata.complexity_type,
			authenticity: metadata.authenticity_target,
			capacity: metadata.capacity_level,
		},
		named: {complexity: metadata.complexity_type, authenticity: 'failed', roles: 'swapped'},
	};
	writeFileSync(join(folder, 'judge.jsonl'), `${JSON.stringify(judgement)}\n`);
	const {figures, findings} = JSON.parse((await report('latest', '--out', out, '--json')).out);
	expect(figures.failures).toMatchObject({attempts: 1, reasons: [{value: 'It has N words.', count: 1}]});
	expect(figures.judged).toMatchObject({judged: 1, gone: 0, roles: {all: {swapped: 1, read: 1}}});
	const roles = findings.find((finding: {id: string}) => finding.id === 'roles-swapped');
	expect(roles.verdict).toBe('unknown');
	const refused = {...judgement, id: 'refused', gated: true};
	appendFileSync(join(folder, 'judge.jsonl'), `${JSON.stringify(refused)}\n`);
	const withRefused = JSON.parse((await report('latest', '--out', out, '--json')).out);
	expect(withRefused.figures.judged).toMatchObject({judged: 2, gone: 1, roles: {all: {read: 1}}});
	const ofOtherProse = {...judgement, prose_fingerprint: '00000000'};
	appendFileSync(join(folder, 'judge.jsonl'), `${JSON.stringify(ofOtherProse)}\n`);
	const after = JSON.parse((await report('latest', '--out', out, '--json')).out);
	expect(after.figures.judged).toMatchObject({judged: 3, gone: 2, roles: {all: {read: 1}}});
});

test('several sets make one report, and another stands beside it', async () => {
	const {out} = await report(reference, reference, '--against', reference);
	expect(out).toContain('records: 98, unreadable: 0');
	expect(out).toContain('urgency important: 98 of 98 (100 %) | 49 of 49 (100 %)');
	expect(out).toContain('records that nearly copy an earlier one: 49 of 98 | 0 of 49');
});

test('Markdown has a table of what must hold, and text of a file cannot break it', async () => {
	const folder = createTemporaryFolder();
	const records = JSON.parse(readFileSync(reference, 'utf8'));
	for (const record of records) record.interaction_context.location = 'a | <b>bar</b>\u001B[31m';
	const path = join(folder, 'batch.json');
	writeFileSync(path, JSON.stringify(records));
	const {out} = await report(path, '--markdown');
	const rows = out.split('\n').filter(line => line.startsWith('| Most frequent venue'));
	expect(rows).toHaveLength(1);
	expect(rows[0]?.replaceAll('\\|', '').split('|')).toHaveLength(6);
	expect(out).not.toContain('<b>');
	expect(out).not.toContain('\u001B');
});

test('the page holds everything itself, and text of a file stays text', async () => {
	const folder = createTemporaryFolder();
	const records = JSON.parse(readFileSync(reference, 'utf8'));
	for (const record of records) record.npc_profile.name = '<script>alert(1)</script>';
	const path = join(folder, 'batch.json');
	writeFileSync(path, JSON.stringify(records));
	const page = join(folder, 'report.html');
	const {code, out} = await report(path, '--html', page);
	expect([code, out]).toEqual([0, `${page}\n`]);
	const html = readFileSync(page, 'utf8');
	expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\bsrc=|\bhref=/u);
	expect(html.match(/https?:[^"]*/gu)?.filter(url => !url.startsWith('http://www.w3.org/'))).toEqual([]);
	expect(html).toContain('&lt;script&gt;');
	expect(html.match(/<svg /g)?.length).toBeGreaterThan(20);
	expect(html).toContain('prefers-color-scheme:dark');
	expect((await report('--html', reference)).out).toMatch(/^<!doctype html>/);
	expect(readdirSync(folder).sort()).toEqual(['batch.json', 'report.html']);
});

test.each<[string, string]>([
	['[]', 'holds no record'],
	['[{"a": 1}]', 'holds no record'],
	['no JSON', 'is no JSON'],
])('%s is the user’s mistake', async (text, message) => {
	const path = join(createTemporaryFolder(), 'batch.json');
	writeFileSync(path, text);
	const {code, out} = await report(path);
	expect([code, out]).toEqual([2, '']);
	expect(stderr.join('')).toContain(message);
	expect(stderr.join('')).toMatch(/^hint: /m);
});

test('a page that cannot be written, and a set that is not there, are mistakes with a hint', async () => {
	const page = join(createTemporaryFolder(), 'missing', 'report.html');
	expect((await report(reference, '--html', page)).code).toBe(2);
	expect(existsSync(page)).toBe(false);
	expect((await report('nothing.json')).code).toBe(2);
	expect((await report()).code).toBe(2);
	expect(stderr.join('')).toContain('hint: ');
});
