import {type Instance, render, useApp} from 'ink';
import {type ReactNode, useLayoutEffect} from 'react';
import {CrashBoundary} from './components/crash-boundary.js';
import type {Launcher, OpenRun, ScreenResult} from './launcher.js';
import {ScreenSession} from './screen-session.js';
import {RootScreen} from './screens/root-screen.js';
import {createTerminalControl} from './terminal-control.js';
import {createTerminalHandover, type TerminalHandover} from './terminal-handover.js';

export type ScreenOptions = {
	launcher: Launcher;
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
	env: NodeJS.ProcessEnv;
	now?: () => number;
	/** Stops the whole process group, as the terminal does for Ctrl+Z outside raw mode. */
	stopProcess?: () => void;
};

export type Screen = {
	/** How the screen ended; the terminal is restored by then. Never rejects. */
	finished: Promise<ScreenResult>;
	/** Restores the terminal at once, for signal handlers; `finished` resolves as after a stop. The run is not touched. */
	leave(): void;
	/** Draws everything again: after SIGCONT, or after something else wrote to the terminal. */
	repaint(): void;
};

/** A stop signal may take a moment to take hold; the screen must not come back before it has. */
const stopSettlesMs = 50;

/** Opens the full screen. The caller prints the summary on the normal screen once `finished` has resolved. */
export function startScreen(options: ScreenOptions): Screen {
	const {stdout, env, launcher, now = Date.now, stopProcess = stopGroup} = options;
	const control = createTerminalControl({write: sequence => stdout.write(sequence), env});
	const {promise: finished, resolve} = Promise.withResolvers<ScreenResult>();
	let instance: Instance | undefined;
	let isFinished = false;
	const handover = createTerminalHandover({control, isFinished: () => isFinished});

	function finish(result: ScreenResult, isUrgent = false): void {
		if (isFinished) return;
		isFinished = true;
		const restore = () => {
			session.close();
			control.end();
			instance?.unmount();
		};
		if (isUrgent) restore();
		// Not from within a render or an event of the run: unmounting there would pull the tree from under it.
		setImmediate(() => {
			restore();
			setImmediate(() => resolve(result));
		});
	}

	const session = new ScreenSession({
		launcher,
		control,
		env,
		now,
		isSpoken: env.INK_SCREEN_READER === 'true',
		size: () => ({columns: stdout.columns || 80, rows: stdout.rows || 24}),
		finish,
		handOver: act => handover.handOver(act),
		suspend: () => handover.handOver(() => stopAndSettle(stopProcess)),
		repaint: () => handover.handOver(async () => {}),
	});
	// A terminal that went away (EIO, EPIPE) must not take the run with it; the hang-up signal ends that properly.
	stdout.on('error', () => {});
	control.begin();
	instance = renderScreen({session, handover, finish, options});
	session.begin();

	return {
		finished,
		leave: () => finish(resultOf(session), true),
		repaint: () => void handover.handOver(async () => {}),
	};
}

type Rendering = {
	session: ScreenSession;
	handover: TerminalHandover;
	finish: (result: ScreenResult) => void;
	options: ScreenOptions;
};

function renderScreen({session, handover, finish, options}: Rendering): Instance {
	const crash = (error: unknown) => finish({end: 'crashed', error, ...openRunOf(session)});
	return render(
		<CrashBoundary onCrash={crash}>
			<TerminalOwner handover={handover}>
				<RootScreen session={session} onCrash={crash} />
			</TerminalOwner>
		</CrashBoundary>,
		{
			stdin: options.stdin,
			stdout: options.stdout,
			alternateScreen: !session.isSpoken,
			incrementalRendering: true,
			exitOnCtrlC: false,
			maxFps: 60,
			patchConsole: false,
			// A `CI` in the environment, even an empty one, would stop Ink from painting.
			interactive: true,
			isScreenReaderEnabled: session.isSpoken,
		},
	);
}

/** Only a component can get hold of Ink's way to hand the terminal over. */
function TerminalOwner({handover, children}: {handover: TerminalHandover; children: ReactNode}) {
	const {suspendTerminal} = useApp();
	useLayoutEffect(() => handover.attach(suspendTerminal), [handover, suspendTerminal]);
	return children;
}

function openRunOf({run}: ScreenSession): OpenRun | undefined {
	return run && {controls: run.controls, facts: run.facts};
}

function resultOf(session: ScreenSession): ScreenResult {
	const run = openRunOf(session);
	return run ? {end: 'run-over', ...run} : {end: 'left-picker'};
}

async function stopAndSettle(stopProcess: () => void): Promise<void> {
	stopProcess();
	await new Promise(settle => setTimeout(settle, stopSettlesMs));
}

/** Not SIGSTOP: where no shell could continue it (`tmux new unwritten`, a container), SIGTSTP is ignored. */
function stopGroup(): void {
	process.kill(0, 'SIGTSTP');
}
