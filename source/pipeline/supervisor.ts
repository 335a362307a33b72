import {cellNumber} from '../domain/parameter-space.js';
import {toCheckpoint} from './checkpoint.js';
import {createSlot, joinFamily} from './create-slot.js';
import {AbortedError} from './errors.js';
import type {RunOutcome} from './events.js';
import {judgeOutcome} from './judge-outcome.js';
import {makeInteraction, type SlotResult} from './make-interaction.js';
import {persist} from './persist.js';
import type {RunState} from './run-state.js';
import type {Slot} from './workshop.js';
import {writeEnding} from './write-ending.js';

export type Supervisor = {
	start(): Promise<RunOutcome>;
	/** Something changed: more workers are wanted, or the queue has grown. Goes on with a run that had ended. */
	wake(): void;
	/** Resolves when the run, or its last continuation, has ended, however it did. */
	ended(): Promise<void>;
};

/** Keeps as many workers busy as are wanted, until nothing is queued or the run is called off. */
export function createSupervisor(state: RunState): Supervisor {
	const workers = new Map<number, Promise<void>>();
	let change = Promise.withResolvers<void>();
	let run: Promise<RunOutcome> | undefined;
	let fault: {error: unknown} | undefined;

	function signalChange(): void {
		change.resolve();
	}

	function spawnWorkers(): void {
		for (let worker = 0; worker < state.parallel; worker++) {
			if (state.queue.size <= workers.size - countBusy()) return;
			if (!workers.has(worker)) workers.set(worker, superviseWorker(worker));
		}
	}

	/** Workers that have a slot already; the others will take one from the queue. */
	function countBusy(): number {
		return state.slots.size;
	}

	async function superviseWorker(worker: number): Promise<void> {
		await Promise.resolve();
		state.gate.enter();
		try {
			await workUntilDone(state, worker);
		} catch (error) {
			breakOff(error);
		} finally {
			state.gate.leave();
			workers.delete(worker);
			signalChange();
		}
	}

	function breakOff(error: unknown): void {
		fault ??= {error};
		state.callOff();
	}

	async function supervise(): Promise<RunOutcome> {
		const endSkips = tellSkips(state);
		state.bus.emit({type: 'run-started', requested: state.progress.requested, parallel: state.parallel});
		do {
			if (isMoreToDo()) await noteRunning(state).catch(breakOff);
			await keepWorking();
			await writeEnding(state);
		} while (!state.isStopped && isMoreToDo());
		// A pause that came while the batch was being written must not hold up a later refill.
		state.gate.open();
		endSkips();
		const outcome = judgeOutcome(state);
		state.bus.emit({type: 'run-ended', outcome});
		if (fault) throw fault.error;
		return outcome;
	}

	async function keepWorking(): Promise<void> {
		for (;;) {
			if (!state.isStopped) spawnWorkers();
			if (workers.size === 0 && state.decisionsUnderWay === 0) return;
			await change.promise;
			change = Promise.withResolvers();
		}
	}

	/** While the batch was being written a user may have rejected one. */
	function isMoreToDo(): boolean {
		return state.queue.size > 0 || state.decisionsUnderWay > 0;
	}

	return {
		start() {
			run = supervise();
			return run;
		},
		wake() {
			signalChange();
			state.families.announceChange();
			const hasEnded = state.progress.status.status === 'ended';
			if (!hasEnded || state.isStopped || state.queue.size === 0) return;
			run = supervise();
			run.catch((error: unknown) => {
				state.bus.emit({type: 'notice-given', message: `the run broke: ${(error as Error).message}`});
			});
		},
		ended: async () => {
			await run?.catch(() => {});
		},
	};
}

function tellSkips({bus, workshop}: RunState): () => void {
	return workshop.clock.onSkip(skippedMs => bus.emit({type: 'time-skipped', skippedMs}));
}

/** `run.json` may call it finished or stopped: one that is killed from now on is to be gone on with. */
async function noteRunning({workshop}: RunState): Promise<void> {
	try {
		await persist(workshop, () => workshop.store.setState('running'));
	} catch (error) {
		if (!(error instanceof AbortedError)) throw error;
	}
}

async function workUntilDone(state: RunState, worker: number): Promise<void> {
	const never = new AbortController().signal;
	for (;;) {
		await state.gate.pass('step', never);
		if (state.isStopped || worker >= state.parallel) return;
		const planIndex = state.queue.take(state.families.isFree);
		if (planIndex !== undefined) {
			state.families.claim(planIndex);
			await workOnSlot(state, {worker, planIndex});
		} else if (state.queue.size === 0) return;
		// What is left waits for the scene that another worker makes.
		else await state.gate.idle(() => state.families.changed());
	}
}

async function workOnSlot(state: RunState, place: {worker: number; planIndex: number}): Promise<void> {
	const {worker, planIndex} = place;
	const end = Promise.withResolvers<void>();
	const slot = createSlot(state, place);
	const {draw} = slot;
	state.slots.set(planIndex, {slot, ended: end.promise});
	state.bus.emit({type: 'slot-started', worker, planIndex, cell: cellNumber(draw.cell), name: draw.name});
	try {
		await joinFamily(state, slot);
		announceResult(state, slot, await makeInteraction(state.workshop, slot));
	} catch (error) {
		giveBack(state, slot);
		if (!(error instanceof AbortedError)) throw error;
	} finally {
		state.slots.delete(planIndex);
		state.families.leave(planIndex);
		end.resolve();
	}
}

function announceResult(state: RunState, slot: Slot, result: SlotResult): void {
	const {worker, planIndex} = slot;
	if (result.status === 'accepted') {
		state.checkpoints.delete(planIndex);
		state.families.keep(slot);
		state.generations.set(planIndex, slot.generation + 1);
		const durationMs = state.workshop.clock.awake() - slot.startedAt;
		state.bus.emit({
			type: 'interaction-accepted',
			worker,
			planIndex,
			summary: result.summary,
			durationMs,
		});
		return;
	}
	state.failed.add(planIndex);
	state.checkpoints.set(planIndex, toCheckpoint(slot));
	const {failure, reason, step} = result;
	state.bus.emit({type: 'interaction-failed', worker, planIndex, step, failure, reason});
}

/** One that was taken back is kept from the queue: whoever cancelled it decides what becomes of it. */
function giveBack(state: RunState, slot: Slot): void {
	const {worker, planIndex} = slot;
	state.checkpoints.set(planIndex, toCheckpoint(slot));
	if (!slot.isCancelled) state.queue.put(planIndex);
	state.bus.emit({type: 'slot-returned', worker, planIndex});
}
