// The way of v2.2 beside ours, on the same server and model, for the same minutes:
//   npm run bench:old-way -- --host URL --minutes 30 [--model NAME]
import {countTokens, findRunFolder} from './bench/count-tokens.mjs';
import {makeTheOldWay} from './bench/make-the-old-way.mjs';
import {readOptions} from './bench/read-options.mjs';
import {runUnwritten} from './bench/run-unwritten.mjs';
import {asPercent, poisson, wilson} from './bench/statistics.mjs';

const goal = 5;
const {host, model: models, minutes} = readOptions();

for (const model of models) await compare(model);

async function compare(model) {
	console.log(`\n${model} at ${host}, ${minutes} minutes each`);
	const old = await makeTheOldWay({host, model, minutes});
	const ours = await makeOurWay(model);
	const rows = [describe('v2.2', old), describe('unwritten', ours)];
	console.log(
		'| way | accepted an hour (95 %) | of those begun (95 %) | tokens each | replies read | tokens and seconds for each |',
	);
	console.log('|---|---|---|---|---|---|');
	for (const row of rows) console.log(`| ${row.join(' | ')} |`);
	const bound = perHour(poisson(old.accepted).high);
	const factor = perHour(ours.accepted) / bound;
	const lowFactor = perHour(poisson(ours.accepted).low) / bound;
	const verdict =
		lowFactor >= goal ? 'reached' : factor >= goal ? 'reached, but not by our lower bound' : 'missed';
	console.log(
		`ours against the upper bound of the old way: ${factor.toFixed(1)} times, at least ${lowFactor.toFixed(1)}; goal ${goal}: ${verdict}`,
	);
}

async function makeOurWay(model) {
	const {events, folder} = await runUnwritten({host, model, minutes});
	const counted = await countTokens(findRunFolder(folder));
	const of = type => events.filter(event => event.type === type);
	const calls = of('call-finished');
	const readable = calls.length - of('attempt-failed').filter(({step}) => step !== 'outcomes').length;
	const tokens = calls.reduce((sum, {outputTokens}) => sum + outputTokens, 0);
	const tried = counted.accepted + of('interaction-failed').length;
	return {accepted: counted.accepted, tried, replies: calls.length, readable, tokens};
}

function describe(name, {accepted, tried, replies, readable, tokens}) {
	const {low, high} = poisson(accepted);
	const share = wilson(accepted, tried);
	const perReadable =
		readable === 0
			? 'none'
			: `${(tokens / readable).toFixed(0)} and ${((minutes * 60) / readable).toFixed(1)}`;
	return [
		name,
		`${perHour(accepted).toFixed(1)} (${perHour(low).toFixed(1)} to ${perHour(high).toFixed(1)})`,
		`${accepted} of ${tried} (${asPercent(share.low)} to ${asPercent(share.high)})`,
		accepted === 0 ? `none for ${tokens}` : (tokens / accepted).toFixed(0),
		`${readable} of ${replies}`,
		perReadable,
	];
}

function perHour(count) {
	return (count / minutes) * 60;
}
