import {expect, test} from 'vitest';
import {authenticityTargets, capacityLevels, complexityTypes} from '../../source/domain/parameter-space.js';
import {parseLabels} from '../../source/domain/parse-labels.js';
import {WorldError} from '../../source/domain/world-error.js';
import {readPrompt} from './read-real-world.js';

const shipped = readPrompt('labels.md');

test('the table that ships has a text of its own for every label and all 32 pairs', () => {
	const labels = parseLabels(shipped);
	const pairs = complexityTypes.flatMap(complexity =>
		authenticityTargets.map(authenticity => labels.pairs(complexity, authenticity)),
	);
	const texts = [
		...complexityTypes.map(type => labels.complexity[type]),
		...authenticityTargets.map(target => labels.authenticity[target]),
		...capacityLevels.map(level => labels.capacity[level]),
		labels.misjudgment.over,
		labels.misjudgment.under,
		...pairs,
	];

	expect(pairs).toHaveLength(32);
	expect(new Set(texts).size).toBe(50);
	expect(texts.filter(text => text.length < 40 || text.length > 300)).toEqual([]);
});

test('a byte order mark, CRLF, wrapped lines and the sign × read as well', () => {
	const rewritten = `\uFEFF${shipped.replaceAll(' x ', ' × ').replaceAll('\n', '\r\n')}`.replace(
		'The NPC simply hides',
		'The NPC\r\nsimply hides',
	);

	expect(parseLabels(rewritten).pairs('baseline', 'failed')).toBe(
		parseLabels(shipped).pairs('baseline', 'failed'),
	);
});

test('a missing section, pair or text is named', () => {
	expect(() => parseLabels(shipped.replace('# capacity\n', ''))).toThrow('`# capacity` is missing');
	expect(() => parseLabels(shipped.replace('## avoidance x failed', '## avoidance x nothing'))).toThrow(
		'`labels.md`: `## avoidance x failed` in `# pairs` is missing or has no text',
	);
	expect(() => parseLabels(shipped.replace(/(## under\n)[^\n]+/u, '$1'))).toThrow(WorldError);
});
