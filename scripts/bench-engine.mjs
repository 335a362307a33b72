// How near a run comes to what its server can give: `npm run bench:engine -- --host URL --minutes 5`.
// Ours and a load generator that replays our own requests at its best parallelism, in turns, through one proxy.
import {measureUse, shareShortOf} from './bench/engine-use.mjs';
import {readOptions} from './bench/read-options.mjs';
import {startRecordingProxy} from './bench/recording-proxy.mjs';
import {replayRequests} from './bench/replay-requests.mjs';
import {runUnwritten} from './bench/run-unwritten.mjs';
import {asPercent, median} from './bench/statistics.mjs';

const goal = 0.97;
const quiet = 0.1;
const {
	host,
	model: models,
	minutes,
	...rest
} = readOptions({
	turns: {type: 'string', default: '2'},
	parallel: {type: 'string', default: 'auto'},
	levels: {type: 'string', default: '1,2,4,5,8'},
	'level-seconds': {type: 'string', default: '20'},
});
const turns = Number(rest.turns);
const levels = rest.levels.split(',').map(Number);
const levelSeconds = Number(rest['level-seconds']);

for (const model of models) await compare(model);

async function compare(model) {
	console.log(
		`\n${model} at ${host}: ${turns} turns of ${minutes} minutes each, --parallel ${rest.parallel}`,
	);
	const ours = [];
	const theirs = [];
	let best;
	for (let turn = 0; turn < turns; turn++) {
		const run = await measureRun(model, turn);
		ours.push(run.use.tokensPerSecond);
		best ??= await findBestLevel(run.recorded);
		describe('ours', run.use, shareShortOf(run.exchanges, best, run.span));
		console.log(`          at once over the run: ${run.parallel.join(' ')}`);
		const replay = await measureReplay(run.recorded, best, minutes * 60);
		theirs.push(replay.use.tokensPerSecond);
		describe(`load, ${best}`, replay.use, shareShortOf(replay.recorded, best, replay.span));
	}
	const share = median(ours) / median(theirs);
	const verdict = share >= goal ? 'reached' : 'missed';
	warnOfNoise(theirs, 'the load generator');
	warnOfNoise(ours, 'the run');
	console.log(
		`${model}: ${median(ours).toFixed(1)} of ${median(theirs).toFixed(1)} tokens/s = ${asPercent(share)}; goal ${asPercent(goal)} ${verdict}`,
	);
}

/** The same requests at the same parallelism should give the same; where they do not, something else used the machine. */
function warnOfNoise(rates, name) {
	const apart = (Math.max(...rates) - Math.min(...rates)) / median(rates);
	if (rates.length < 2)
		console.log(`          one turn alone does not show how quiet the machine was (${name})`);
	else if (apart > quiet) {
		console.log(`          not a quiet machine: the turns of ${name} are ${asPercent(apart)} apart`);
	}
}

async function measureRun(model, turn) {
	const proxy = await startRecordingProxy(host);
	const {events, startedAt, stoppedAt} = await runUnwritten({
		host: proxy.host,
		model,
		minutes,
		parallel: rest.parallel,
		seed: 7 + turn,
	});
	await proxy.close();
	// What the stop called off says nothing about how long a reply is.
	const recorded = proxy.exchanges.filter(({endedAt}) => endedAt < stoppedAt);
	if (recorded.length < 4) throw new Error('the run sent hardly any request: give it more minutes');
	const span = steadySpan(startedAt, stoppedAt);
	const parallel = events.filter(({type, isTrial}) => type === 'parallel-changed' && !isTrial);
	return {
		exchanges: proxy.exchanges,
		recorded,
		span,
		use: measureUse(proxy.exchanges, span),
		parallel: parallel.map(event => event.parallel),
	};
}

async function measureReplay(recorded, parallel, seconds) {
	const proxy = await startRecordingProxy(host);
	const startedAt = performance.now();
	await replayRequests({host: proxy.host, recorded, parallel, seconds});
	const span = steadySpan(startedAt, performance.now());
	await proxy.close();
	return {recorded: proxy.exchanges, span, use: measureUse(proxy.exchanges, span)};
}

/** The ramp is left out, a quarter but at most 45 s, and a short tail. */
function steadySpan(startedAt, endedAt) {
	const ramp = Math.min(45_000, (endedAt - startedAt) / 4);
	return {from: startedAt + ramp, to: endedAt - Math.min(5_000, ramp / 4)};
}

/** Up and down again, half the time each, so that a machine that gets slower meanwhile favours none. */
async function findBestLevel(recorded) {
	const sums = new Map(levels.map(level => [level, 0]));
	for (const level of [...levels, ...levels.toReversed()]) {
		const {use} = await measureReplay(recorded, level, levelSeconds / 2);
		sums.set(level, sums.get(level) + use.tokensPerSecond / 2);
	}
	const rates = [...sums].map(([level, rate]) => ({level, rate}));
	console.log(
		`          load generator: ${rates.map(({level, rate}) => `${level}: ${rate.toFixed(1)}`).join('  ')} tokens/s`,
	);
	return rates.toSorted((one, other) => other.rate - one.rate)[0].level;
}

function describe(name, use, short) {
	const parts = [
		`${use.tokensPerSecond.toFixed(1)} tokens/s`,
		`${use.underWay.toFixed(2)} at the server (${use.written.toFixed(2)} written, ${use.waiting.toFixed(2)} in queue or prompt)`,
		`too few there ${asPercent(short)} of the time`,
		`prompts ${asPercent(use.promptShare)} of the server's work`,
		use.requests === 0
			? 'no request began and ended in the time looked at'
			: `${use.requests} requests of ${use.tokensPerRequest.toFixed(0)} tokens, ${asPercent(use.cutShare)} ended by us`,
	];
	console.log(`${name.padStart(9)} ${parts.join(' · ')}`);
}
