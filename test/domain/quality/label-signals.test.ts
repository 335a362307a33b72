import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Draw} from '../../../source/domain/draw.js';
import {cellFromNumber} from '../../../source/domain/parameter-space.js';
import {hardRules} from '../../../source/domain/quality/rules.js';
import {expectedSignals, findMissedSignals} from '../../../source/domain/quality/signals/pair-signals.js';
import {signalNames, signals} from '../../../source/domain/quality/signals/signals.js';
import {readSpoken} from '../../../source/domain/quality/signals/spoken-text.js';
import {labelledDialogues} from '../../helpers/labelled-dialogues.js';
import {nodePath} from '../../helpers/terminal-program.js';

type Result = {
	signal: string;
	half: string;
	truePositives: number;
	falsePositives: number;
	falseNegatives: number;
};

const script = fileURLToPath(new URL('../../../scripts/bench-rules.mjs', import.meta.url));
const {stdout} = spawnSync(nodePath, [script, '--json'], {encoding: 'utf8'});
const measured = JSON.parse(stdout) as {results: Result[]; sizes: {open: number; held: number}};

test('the halves are 77 open and 75 held out', () => {
	expect(measured.sizes).toEqual({open: 77, held: 75});
});

// As measured: a detector that gets worse fails here, one that gets better is written down anew.
test.each([
	['limit', 'open', 35, 0, 8],
	['limit', 'held', 24, 7, 17],
	['offer', 'open', 17, 7, 9],
	['offer', 'held', 16, 10, 1],
	['promise', 'open', 45, 2, 4],
	['promise', 'held', 28, 2, 11],
	['answer', 'open', 50, 1, 3],
	['answer', 'held', 37, 10, 11],
	['attack', 'open', 5, 0, 0],
	['attack', 'held', 0, 1, 3],
	['withdrawal', 'open', 5, 0, 0],
	['withdrawal', 'held', 2, 1, 2],
	['projection', 'open', 4, 0, 0],
	['projection', 'held', 2, 1, 3],
	['task', 'open', 18, 0, 3],
	['task', 'held', 8, 3, 7],
	['guilt', 'open', 4, 1, 0],
	['guilt', 'held', 2, 1, 2],
])('the detector of %s finds in the %s half what it found', (signal, half, found, alarms, missed) => {
	const result = measured.results.find(each => each.signal === signal && each.half === half);
	expect(result?.truePositives).toBeGreaterThanOrEqual(found);
	expect(result?.falsePositives).toBeLessThanOrEqual(alarms);
	expect(result?.falseNegatives).toBeLessThanOrEqual(missed);
});

test('every signal is measured in both halves, and none refuses a reply', () => {
	expect(measured.results.length).toBe(signalNames.length * 2);
	expect(hardRules.map(({name}) => name)).not.toContain('label-signals');
});

test('no pair of labels wants a signal both shown and not shown', () => {
	for (let number = 0; number < 128; number++) {
		for (const gap of [-2, 2, 2.1, 6]) {
			const wanted = expectedSignals(cellFromNumber(number), gap).map(({signal}) => signal);
			expect(new Set(wanted).size).toBe(wanted.length);
		}
	}
});

test('a limit is wanted only beyond reach, and never of one who hides it', () => {
	const wantsLimit = (number: number, gap: number) =>
		expectedSignals(cellFromNumber(number), gap).some(({signal}) => signal === 'limit');
	for (let number = 0; number < 128; number++) {
		expect(wantsLimit(number, 2)).toBe(false);
		expect(wantsLimit(number, 2.1)).toBe(cellFromNumber(number).authenticity !== 'failed');
	}
});

test.each([
	['avoidance', '“Did you see the swans?” Ana said. “There were nine.”', []],
	['avoidance', '“Of course,” Ana said. “I’ll carry the boxes on Friday.”', ['answer shown']],
	['projection', '“I can’t,” Ana said.', ['projection missing']],
	['projection', '“You’re exhausted,” Ana said. “Go home.”', []],
	['over_commitment', '“Leave it with me,” Ana said. “I’ll type it tonight.”', []],
	['emotional_shutdown', '“Fine,” Ana said. “Whatever.” She turned to the wall.', []],
	['defensive_lashing', '“You always do this,” Ana said.', []],
	['baseline', '“You always do this,” Ana said.', ['attack shown']],
] as const)('what %s misses is named: %s', (complexity, prose, missed) => {
	const cell = {complexity, authenticity: 'failed', capacity: 'high'} as const;
	const draw = {cell, supportNeeded: 3, effectiveCapacity: 8} as Draw;
	const found = findMissedSignals({prose, draw}).map(
		({signal, shows}) => `${signal} ${shows ? 'missing' : 'shown'}`,
	);
	expect(found).toEqual(missed);
});

test('curly and straight apostrophes are read alike, and any text is read', () => {
	for (const {prose} of labelledDialogues) {
		const curly = prose.replaceAll("'", '’');
		if (prose.includes('\u201c') || !prose.includes('"')) continue;
		for (const name of signalNames) {
			expect(signals[name](readSpoken(curly))).toBe(signals[name](readSpoken(prose)));
		}
	}
	for (const text of ['', '"', '“', '\n\n', '…'.repeat(5_000), '“a '.repeat(3_000)]) {
		for (const name of signalNames) expect(typeof signals[name](readSpoken(text))).toBe('boolean');
	}
});
