import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {FaultServer} from '../helpers/fault-server.js';
import {pickOne} from '../helpers/fault-server-random.js';
import {cutPower, damageKinds, damageTail} from './damage.js';
import type {KillPlan} from './kill-plan.js';
import {announcedIndexes, type Death, type Life, live, type Place, rejectOne, saidAccepted} from './life.js';
import {type RunState, readBatches, readRunState} from './run-state.js';
import type {CrashTally} from './tally.js';

const settleMs = 15;
const mostRefills = 3;

export type ChainOptions = {
	program: string;
	server: FaultServer;
	plan: KillPlan;
	tally: CrashTally;
	random: () => number;
	powerCutShare: number;
	damageShare: number;
};

/** One run from its beginning to its end through any number of violent deaths. Throws at the first broken promise. */
export async function runChain(options: ChainOptions): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-crash-'));
	try {
		await new Chain(options, folder).run();
		rmSync(folder, {recursive: true, force: true});
	} catch (error) {
		throw error instanceof BrokenPromise ? error.keeping(folder) : error;
	}
}

class Chain {
	readonly #options: ChainOptions;
	readonly #folder: string;
	readonly #outputFolder: string;
	readonly #count: number;
	readonly #parallel: number;
	readonly #seed: number;
	#runFolder: string | undefined;
	#flushed = new Map<string, number>();
	/** What must be there for ever: records as they stood after the last death and its damage. */
	#kept: RunState | undefined;
	readonly #promised = new Set<string>();
	#mustTakeOver = false;
	#refills = 0;

	constructor(options: ChainOptions, folder: string) {
		const {random} = options;
		this.#options = options;
		this.#folder = folder;
		this.#outputFolder = join(folder, 'out');
		this.#count = 4 + Math.floor(random() * 6);
		this.#parallel = 1 + Math.floor(random() * 3);
		this.#seed = Math.floor(random() * 1_000_000);
	}

	async run(): Promise<void> {
		for (;;) {
			const ended = await this.#makeToTheEnd();
			this.#checkWhole(ended);
			if (!this.#options.plan.owes('refill') || this.#refills >= mostRefills) return;
			await this.#rejectUntilItStands();
		}
	}

	async #makeToTheEnd(): Promise<Life> {
		for (;;) {
			const death = this.#options.plan.draw(this.#possiblePlaces());
			const life = await this.#liveOnce(death);
			this.#expect(life.signal === null || life.signal === 'SIGKILL', `it ended by ${life.signal}`, life);
			if (life.signal === null) {
				this.#expect(life.code === 0, `it ended with ${life.code}`, life);
				return life;
			}
		}
	}

	#possiblePlaces(): Place[] {
		const isRefilling = this.#refills > 0;
		const isWhole = this.#kept?.counting.size === this.#count;
		if (isWhole) return ['lock', 'export', 'run file rename'];
		const refill = isRefilling ? (['refill'] as const) : [];
		return [
			'lock',
			'step checkpoint',
			'append before flush',
			'between flush and event',
			'export',
			'run file rename',
			...refill,
		];
	}

	async #liveOnce(death: Death | undefined): Promise<Life> {
		const {server, program} = this.#options;
		const before = this.#readState();
		const chatsBefore = server.chats().length;
		const life = await live({
			program,
			folder: this.#folder,
			death,
			flushed: this.#flushed,
			arguments: this.#argumentsFor(),
		});
		await this.#letServerSettle();
		this.#findRunFolder();
		const after = this.#readState();
		this.#checkStart(life, before);
		this.#afterLife(life);
		this.#checkWork(life, {
			asked: server.chats().length - chatsBefore,
			paid: (after?.paidSteps ?? 0) - (before?.paidSteps ?? 0),
		});
		return life;
	}

	#argumentsFor(): string[] {
		const {server} = this.#options;
		const common = ['--plain', '--out', this.#outputFolder, '--parallel', String(this.#parallel)];
		if (this.#runFolder !== undefined) {
			const takeOver = this.#mustTakeOver ? ['--take-over'] : [];
			return [...common, '--resume', this.#runFolder, ...takeOver];
		}
		const plan = ['--count', String(this.#count), '--seed', String(this.#seed)];
		return [...common, ...plan, '--host', server.host, '--model', 'tester:1b'];
	}

	/** Killed while it began: a folder without its run file is no run, and the user starts another. */
	#findRunFolder(): void {
		if (this.#runFolder !== undefined) return;
		const runs = join(this.#outputFolder, 'runs');
		const names = existsSync(runs) ? readdirSync(runs).sort() : [];
		const begun = names.find(name => existsSync(join(runs, name, 'run.json')));
		if (begun !== undefined) this.#runFolder = join(runs, begun);
	}

	#readState(): RunState | undefined {
		return this.#runFolder === undefined ? undefined : readRunState(this.#runFolder);
	}

	/** A request that was under way when the process died may still be arriving. */
	async #letServerSettle(): Promise<void> {
		await wait(settleMs);
		await Promise.all(this.#options.server.chats().map(chat => chat.ended));
	}

	#afterLife(life: Life): void {
		this.#flushed = life.flushed;
		if (saidAccepted(life.stdout) !== undefined) this.#mustTakeOver = false;
		if (life.diedAt !== undefined) {
			this.#options.plan.note(life.diedAt.place);
			this.#options.tally.noteKill(life.diedAt);
		}
		const isPowerCut = life.diedAt !== undefined && this.#mayCutPower(life);
		const state = this.#readState();
		if (state) {
			this.#notePromises(life, state);
			this.#checkKept(life, {state, isPowerCut});
		}
		this.#checkBatches(life);
		if (life.diedAt !== undefined) this.#damageSomething();
		this.#kept = this.#readState();
	}

	#mayCutPower(life: Life): boolean {
		const {random, powerCutShare, tally} = this.#options;
		if (this.#runFolder === undefined || random() >= powerCutShare) return false;
		tally.notePowerCut();
		cutPower({runFolder: this.#runFolder, life, random});
		return true;
	}

	/**
	 * Announced is on disk; what was there before is there still, byte by byte and in its order. A power cut may take
	 * what a killed process had written and nobody has counted yet.
	 */
	#checkKept(life: Life, {state, isPowerCut}: {state: RunState; isPowerCut: boolean}): void {
		const isOwed = (id: string) => !isPowerCut || this.#promised.has(id);
		const kept = (this.#kept?.records ?? []).filter(({id}) => isOwed(id));
		for (const [position, {line, id}] of kept.entries())
			this.#expect(state.records[position]?.line === line, `the record ${id} was lost or changed`, life);
		for (const index of announcedIndexes(life.stdout))
			this.#expect(state.counting.has(index), `#${index} was announced and is not on disk`, life);
		for (const id of [...(this.#kept?.rejected ?? [])].filter(isOwed))
			this.#expect(state.rejected.has(id), `the rejection of ${id} was lost`, life);
	}

	/** What a life began with it has counted, and what it announced: from then on not even a power cut may take it. */
	#notePromises(life: Life, state: RunState): void {
		const began = saidAccepted(life.stdout) === undefined ? [] : (this.#kept?.records ?? []);
		const announced = announcedIndexes(life.stdout).map(index => state.counting.get(index) as string);
		const rejected = saidAccepted(life.stdout) === undefined ? [] : (this.#kept?.rejected ?? []);
		for (const id of [...began.map(record => record.id), ...announced, ...rejected]) this.#promised.add(id);
	}

	#checkBatches(life: Life): void {
		try {
			readBatches(this.#outputFolder);
		} catch (error) {
			this.#expect(false, `a batch file is not whole: ${(error as Error).message}`, life);
		}
	}

	/** Any file of the run folder, its tail cut, doubled or garbled; then only what is left can be asked for. */
	#damageSomething(): void {
		const {random, damageShare, tally} = this.#options;
		if (this.#runFolder === undefined || random() >= damageShare) return;
		const files = readdirSync(this.#runFolder).filter(name => this.#isDamageable(name));
		if (files.length === 0) return;
		const name = pickOne(random, files);
		const kind = pickOne(random, damageKinds);
		tally.noteDamage(name, kind);
		damageTail(join(this.#runFolder, name), {kind, random});
		// The lock names its holder in this file: a holder that cannot be read must be taken for alive.
		if (name === 'writer.json') this.#mustTakeOver = true;
	}

	/** `run.json` has a check of its own: it is replaced as a whole, so that no crash leaves it torn. */
	#isDamageable(name: string): boolean {
		const path = join(this.#runFolder as string, name);
		const stats = statSync(path);
		return name !== 'run.json' && stats.isFile() && stats.size > 0;
	}

	#checkStart(life: Life, before: RunState | undefined): void {
		const said = saidAccepted(life.stdout);
		if (said === undefined) return;
		const there = before?.counting.size ?? 0;
		this.#expect(said === there, `it began with ${said} accepted where ${there} are on disk`, life);
	}

	/** Model work is lost only where it was under way: one step a worker. */
	#checkWork(life: Life, {asked, paid}: {asked: number; paid: number}): void {
		const lost = asked - paid;
		const allowed = life.signal === null ? 0 : this.#parallel;
		this.#expect(lost <= allowed, `${lost} steps were asked for again with ${this.#parallel} workers`, life);
		if (life.diedAt) this.#options.tally.noteLostSteps(lost, this.#parallel);
	}

	/** Plan indexes 0…n-1, each once, in the run and in its batch; nothing else counts. */
	#checkWhole(life: Life): void {
		const state = this.#readState() as RunState;
		const indexes = Array.from({length: this.#count}, (_, index) => index);
		const counting = [...state.counting.keys()].sort((left, right) => left - right);
		this.#expect(counting.join() === indexes.join(), `these plan indexes count: ${counting.join()}`, life);
		const name = /(multi_step_batch_\S+\.json)\s*$/m.exec(
			life.stdout.split('\n').find(line => / batch /.test(line)) ?? '',
		)?.[1];
		const batch = readBatches(this.#outputFolder).find(each => each.name === name);
		const batched = batch?.records.map(({training_metadata: {plan_index: index, id}}) => `${index} ${id}`);
		const expected = indexes.map(index => `${index} ${state.counting.get(index)}`);
		this.#expect(batched?.join() === expected.join(), `the batch ${name} holds ${batched?.join()}`, life);
		const summary = `complete: ${this.#count} of ${this.#count} accepted, 0 failed, 0 still to do`;
		this.#expect(life.stdout.includes(summary), 'the summary says something else', life);
		const {state: said} = JSON.parse(readFileSync(join(this.#runFolder as string, 'run.json'), 'utf8'));
		this.#expect(said === 'finished', `run.json says ${said}`, life);
		this.#options.tally.noteWholeRun();
	}

	async #rejectUntilItStands(): Promise<void> {
		const {program, plan, random} = this.#options;
		const state = this.#readState() as RunState;
		const [planIndex, id] = pickOne(random, [...state.counting]);
		this.#refills++;
		let death = random() < 0.5 ? plan.draw(['refill']) : undefined;
		if (death && 'afterMs' in death) death = undefined;
		for (;;) {
			const life = await rejectOne({
				program,
				folder: this.#folder,
				death,
				flushed: this.#flushed,
				outputFolder: this.#outputFolder,
				runId: (this.#runFolder as string).split('/').at(-1) as string,
				id,
				planIndex,
			});
			const mustStand = life.stdout.includes('rejected');
			this.#afterLife(life);
			death = undefined;
			const stands = (this.#readState() as RunState).rejected.has(id);
			this.#expect(
				stands || life.diedAt !== undefined || !mustStand,
				`the rejection of ${id} does not stand`,
				life,
			);
			if (stands) return;
		}
	}

	#expect(isKept: boolean, broken: string, life: Life): asserts isKept {
		if (isKept) return;
		const death = life.diedAt ? `${life.diedAt.place}, ${life.diedAt.moment}` : `none, code ${life.code}`;
		const said = [life.stdout.slice(-1500), life.stderr.slice(-1500)].join('\n');
		throw new BrokenPromise(`${broken} (killed: ${death}; seed ${this.#seed})\n${said}`);
	}
}

/** Something that the program promises and did not keep. */
export class BrokenPromise extends Error {
	/** The folder is left for whoever looks into it. */
	keeping(folder: string): BrokenPromise {
		return new BrokenPromise(`${this.message}\nkept: ${folder}`);
	}
}
