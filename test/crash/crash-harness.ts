import {startFaultServer} from '../helpers/fault-server.js';
import {createRandom} from '../helpers/fault-server-random.js';
import {runChain} from './crash-chain.js';
import {createKillPlan} from './kill-plan.js';
import type {Place} from './life.js';
import {type CrashTally, createCrashTally} from './tally.js';

export type HarnessOptions = {
	/** The built program: `dist`. */
	program: string;
	kills: number;
	seed: number;
	/** Runs at once, each with a server of its own. */
	lanes?: number;
	/** All kills at these places. */
	only?: Place[];
	/** Share of the kills after which the power goes too, and after which a file is spoilt. */
	powerCutShare?: number;
	damageShare?: number;
};

/** Kills the real program `kills` times, resumes it until its runs are whole, and throws at the first broken promise. */
export async function crashAndResume(options: HarnessOptions): Promise<CrashTally> {
	const {kills, lanes = 1} = options;
	const tally = createCrashTally();
	const shares = Array.from({length: lanes}, (_, lane) => Math.ceil((kills - lane) / lanes));
	await Promise.all(shares.map((share, lane) => runLane(options, {share, lane, tally})));
	return tally;
}

async function runLane(
	{program, seed, only, powerCutShare = 0.5, damageShare = 0.4}: HarnessOptions,
	{share, lane, tally}: {share: number; lane: number; tally: CrashTally},
): Promise<void> {
	const random = createRandom(seed * 31 + lane);
	const server = await startFaultServer({tokenDelayMs: 0, latencyMs: 8});
	const plan = createKillPlan({kills: share, random, ...(only && {only})});
	try {
		while (!plan.isDone()) {
			await runChain({program, server, plan, tally, random, powerCutShare, damageShare});
		}
	} finally {
		await server.stop();
	}
}
