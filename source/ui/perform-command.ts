import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {EngineError, UserError} from '../pipeline/errors.js';
import {failures} from '../pipeline/failure.js';
import type {SettingName} from './check-setting.js';
import type {ScreenCommand} from './key-outcome.js';
import type {EngineState, Launcher, OpenRun, RunChoice} from './launcher.js';
import {editRecord, openReview, readRecord} from './perform-review.js';
import type {ScreenAction} from './screen-state.js';
import type {TerminalControl} from './terminal-control.js';
import type {Role} from './theme.js';

/** What commands act on. */
export type CommandTargets = {
	launcher: Launcher;
	run: OpenRun | undefined;
	control: TerminalControl;
	dispatch(action: ScreenAction): void;
	say(text: string, role: Role): void;
	openRun(run: OpenRun): void;
	/** Asks again for what the picker shows. */
	refreshPicker(): void;
	/** Gives the terminal away while `act` runs. */
	handOver(act: () => Promise<void>): Promise<void>;
	/** Prose that was edited and refused, by id: the next edit goes on with it. */
	drafts: Map<string, string>;
	suspend(): Promise<void>;
	repaint(): Promise<void>;
	/** Ends the screen. */
	leave(end: 'over' | 'stop-now'): void;
};

/** Carries out what a key asked for. Whatever goes wrong is said on the screen; nothing here may end the run. */
export async function performCommand(command: ScreenCommand, targets: CommandTargets): Promise<void> {
	try {
		await perform(command, targets);
	} catch (error) {
		targets.say(sentenceOf(error), 'status.error');
	}
}

async function perform(command: ScreenCommand, targets: CommandTargets): Promise<void> {
	switch (command.type) {
		case 'start':
			return startRun(command.choice, targets);
		case 'inspect-engine':
			return inspectEngine(command.engine, targets);
		case 'save-setting':
			return saveSetting(command, targets);
		case 'suspend':
			return targets.suspend();
		case 'repaint':
			return targets.repaint();
		case 'leave':
			return targets.leave('over');
		case 'stop-now':
			return targets.leave('stop-now');
		default:
			if (targets.run) return performOnRun(command, targets.run, targets);
	}
}

type RunCommand = Exclude<
	ScreenCommand,
	{type: 'start' | 'inspect-engine' | 'save-setting' | 'suspend' | 'repaint' | 'leave' | 'stop-now'}
>;

async function performOnRun(
	command: RunCommand,
	{controls}: OpenRun,
	targets: CommandTargets,
): Promise<void> {
	switch (command.type) {
		case 'pause':
			return controls.pause();
		case 'pause-now':
			return controls.pauseNow();
		case 'resume':
			return controls.resume();
		case 'set-parallel':
			return controls.setParallel(command.parallel);
		case 'stop':
			await controls.stop();
			return targets.leave('over');
		case 'take-prompts':
			await controls.takePrompts();
			return targets.say('new interactions are made from the edited prompts', 'status.good');
		case 'export':
			return exportBatch(controls, targets);
		case 'reject':
			await controls.reject(command.id);
			return targets.say('rejected: its cell is filled again; a takes it back', 'status.warning');
		case 'take-back':
			await controls.takeBack(command.id);
			return targets.say('it counts again', 'status.good');
		case 'keep':
			await controls.keep(command.id);
			return targets.say('found good: it is not asked about again', 'status.good');
		case 'note':
			await controls.note(command.id, command.note);
			targets.say(command.note.trim() === '' ? 'the note is taken away' : 'noted', 'status.good');
			return readRecord(command.id, controls, targets);
		case 'edit':
			return editRecord(command.id, controls, targets);
		case 'find-doubts':
			return openReview(controls, targets);
		case 'read-record':
			return readRecord(command.id, controls, targets);
		case 'copy':
			return copyDialogue(command.id, controls, targets);
	}
}

async function exportBatch(controls: OpenRun['controls'], {say}: CommandTargets): Promise<void> {
	const path = await controls.exportNow();
	if (path === undefined) say('nothing to write yet', 'status.warning');
	else say(`wrote ${cleanForDisplay(path)}`, 'status.good');
}

async function copyDialogue(
	id: string,
	controls: OpenRun['controls'],
	targets: CommandTargets,
): Promise<void> {
	const {npc_profile: npc, npc_card_narrative: card} = await controls.readInteraction(id);
	const isCopied = targets.control.copy(card.dialogue_prose);
	const name = cleanForDisplay(npc.name);
	if (isCopied) targets.say(`copied the dialogue of ${name}, ${card.word_count} words`, 'status.good');
	else targets.say('too long for the clipboard of a terminal', 'status.warning');
}

async function startRun(choice: RunChoice, {launcher, openRun, dispatch}: CommandTargets): Promise<void> {
	try {
		openRun(await launcher.start(choice));
	} catch (error) {
		dispatch({type: 'start-refused', message: sentenceOf(error), hint: hintOf(error)});
	}
}

function hintOf(error: unknown): string | undefined {
	if (error instanceof UserError) return error.hint;
	return error instanceof EngineError ? failures[error.failure].remedy : undefined;
}

async function inspectEngine(engine: string, {launcher, dispatch}: CommandTargets): Promise<void> {
	dispatch({type: 'engine-inspected', engine, state: await inspectSafely(launcher, engine)});
}

async function inspectSafely(launcher: Launcher, engine: string): Promise<EngineState> {
	try {
		return await launcher.inspectEngine(engine);
	} catch (error) {
		return {status: 'away', reason: sentenceOf(error), remedy: ''};
	}
}

function saveSetting(
	{name, patch}: Extract<ScreenCommand, {type: 'save-setting'}>,
	{launcher, run, dispatch, say, refreshPicker}: CommandTargets,
): void {
	const saved = launcher.settings.save(patch);
	if (saved.status === 'refused') {
		dispatch({type: 'setting-refused', problem: saved.problem});
		return;
	}
	if (patch.parallel !== undefined) run?.controls.setParallel(patch.parallel);
	dispatch({type: 'setting-kept', name, model: patch.model});
	if (!run) refreshPicker();
	if (saved.status === 'not-kept') say(`${saved.reason}; it holds until you leave`, 'status.warning');
	else say(run && nextRunOnly.includes(name) ? forNextRun : 'kept', 'status.good');
}

const forNextRun = 'kept for the next run; this one goes on as it began';

/** A run keeps what its records were begun with. */
const nextRunOnly: SettingName[] = ['model', 'host', 'outputFolder'];

export function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
