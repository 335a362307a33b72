// Precision and recall of every detector of signals on labelled dialogues, in the half that was open while they were
// written and in the half that was held out. `--json` for the test that holds the figures.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {signalNames, signals} from '../dist/domain/quality/signals/signals.js';
import {readSpoken} from '../dist/domain/quality/signals/spoken-text.js';
import {wilsonInterval} from '../dist/domain/wilson-interval.js';

const labels = {
	limit: 'limit_shown',
	offer: 'alternative_offered',
	promise: 'promise_made',
	answer: 'yes_or_no_given',
	attack: 'attack',
	withdrawal: 'withdrawal',
	projection: 'puts_state_on_you',
	task: 'task_taken_on',
	guilt: 'excess_guilt',
};
const path = new URL('../test/fixtures/labelled-dialogues.json', import.meta.url);
const dialogues = JSON.parse(readFileSync(path, 'utf8'));
const held = holdOut(dialogues);
const halves = {
	open: dialogues.filter(({id}) => !held.has(id)),
	held: dialogues.filter(({id}) => held.has(id)),
};
const results = signalNames.flatMap(signal =>
	Object.entries(halves).map(([half, texts]) => ({signal, half, ...measure(signal, texts)})),
);

if (process.argv.includes('--json')) {
	const sizes = {open: halves.open.length, held: halves.held.length};
	process.stdout.write(`${JSON.stringify({results, sizes, microseconds: measureTime()})}\n`);
} else {
	process.stdout.write(formatTable());
}

/** Every second one of a source in the order of the hashes of their ids; fixed before any text was looked at. */
function holdOut(all) {
	const groups = [...Map.groupBy(all, ({source}) => source).values()];
	const hashed = groups.map(group => group.map(({id}) => ({id, hash: hash(id)})));
	return new Set(
		hashed.flatMap(group =>
			group
				.sort((left, right) => (left.hash < right.hash ? -1 : 1))
				.filter((_, place) => place % 2 === 1)
				.map(({id}) => id),
		),
	);
}

function hash(text) {
	return createHash('sha256').update(text).digest('hex');
}

/** Texts whose label is null, because a fair reader cannot tell, count nowhere. */
function measure(signal, texts) {
	const counts = {truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0};
	for (const {prose, labels: given} of texts) {
		const wanted = given[labels[signal]];
		if (wanted === null) continue;
		const found = signals[signal](readSpoken(prose));
		const kind = found
			? wanted
				? 'truePositives'
				: 'falsePositives'
			: wanted
				? 'falseNegatives'
				: 'trueNegatives';
		counts[kind]++;
	}
	return counts;
}

function measureTime() {
	const rounds = 20;
	const texts = Array.from({length: rounds}, (_, round) =>
		dialogues.map(({prose}) => `${prose} ${round}`),
	).flat();
	const startedAt = performance.now();
	for (const text of texts) for (const signal of signalNames) signals[signal](readSpoken(text));
	return ((performance.now() - startedAt) * 1000) / texts.length;
}

function formatTable() {
	const rows = results.map(({signal, half, truePositives, falsePositives, falseNegatives, trueNegatives}) => {
		const precision = share(truePositives, truePositives + falsePositives);
		const recall = share(truePositives, truePositives + falseNegatives);
		return `| ${signal} | ${half} | ${precision} | ${recall} | ${truePositives} | ${falsePositives} | ${falseNegatives} | ${trueNegatives} |`;
	});
	return [
		`${dialogues.length} labelled dialogues: ${halves.open.length} open, ${halves.held.length} held out.`,
		'',
		'| signal | half | precision (95 %) | recall (95 %) | found | false alarm | missed | rightly silent |',
		'|---|---|---|---|---|---|---|---|',
		...rows,
		'',
		`All detectors together: ${measureTime().toFixed(0)} microseconds a text.`,
		'',
	].join('\n');
}

function share(hits, total) {
	if (total === 0) return 'none';
	const {low, high} = wilsonInterval(hits, total);
	return `${(hits / total).toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}
