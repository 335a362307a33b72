import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {type ReactNode, useSyncExternalStore} from 'react';
import {endMessage, stopQuestion} from '../dialog-rows.js';
import {useProgress} from '../hooks/use-progress.js';
import {ScreenSizeContext} from '../hooks/use-screen-size.js';
import {ThemeContext} from '../hooks/use-theme.js';
import {readKeys} from '../key-press.js';
import {isTooSmall, type WindowSize} from '../layout.js';
import {DialogPanel} from '../panels/dialog-panel.js';
import {HeaderPanel} from '../panels/header-panel.js';
import {StatusBar, validBindings} from '../panels/status-bar.js';
import type {SnapshotStore} from '../progress-snapshot.js';
import type {ScreenSession} from '../screen-session.js';
import {overlaySize, type ScreenView} from '../screen-view.js';
import {OverlayScreen} from './overlay-screen.js';
import {PickerScreen} from './picker-screen.js';
import {RunScreen} from './run-screen.js';
import {SpokenScreen} from './spoken-screen.js';
import {TooSmallScreen} from './too-small-screen.js';

/** Hands keys in, reads the window once, and chooses the screen; it knows nothing else. */
export function RootScreen({session, onCrash}: {session: ScreenSession; onCrash: (error: unknown) => void}) {
	const size = useWindowSize();
	useSyncExternalStore(session.subscribe, session.state);
	const guard = (act: () => void) => {
		try {
			act();
		} catch (error) {
			onCrash(error);
		}
	};
	useInput((input, key) => guard(() => session.press(readKeys(input, key))));
	usePaste(text => guard(() => session.paste(text)));
	const {run} = session;
	return (
		<ThemeContext value={session.theme}>
			<ScreenSizeContext value={size}>
				{run ? (
					<RunRoot session={session} snapshots={run.snapshots} size={size} />
				) : (
					<PickerRoot session={session} size={size} />
				)}
			</ScreenSizeContext>
		</ThemeContext>
	);
}

/** Exactly the window, never taller: a taller frame scrolls the terminal and flickers. */
function Window({size, children}: {size: WindowSize; children: ReactNode}) {
	return (
		<Box flexDirection="column" width={size.columns} height={size.rows} overflowY="hidden">
			{children}
		</Box>
	);
}

function PickerRoot({session, size}: {session: ScreenSession; size: WindowSize}) {
	const {launcher} = session;
	const state = session.state();
	const {bar, layout} = session.view(size);
	const {engine, model} = state.picker;
	const facts = {estimateMs: launcher.estimateMs(engine, model), now: session.now()};
	const room = {columns: size.columns, rows: size.rows - 1};
	if (isTooSmall(size)) return <TooSmallScreen size={size} snapshot={undefined} />;
	return (
		<Window size={size}>
			{state.overlay ? (
				<OverlayScreen
					overlay={state.overlay}
					settings={launcher.settings.values}
					size={room}
					isFramed={layout.isFramed}
				/>
			) : (
				<PickerScreen picker={state.picker} facts={facts} version={launcher.version} />
			)}
			<StatusBar bar={bar} columns={size.columns} />
		</Window>
	);
}

type RunRootProps = {session: ScreenSession; snapshots: SnapshotStore; size: WindowSize};

function RunRoot({session, snapshots, size}: RunRootProps) {
	const snapshot = useProgress(snapshots);
	const view = session.view(size);
	const list = session.list();
	const {run} = session;
	if (!run || !list) return null;
	if (session.isSpoken) {
		const keys = validBindings(view.bar).map(binding => `${binding.label} ${binding.short}`);
		const props = {snapshot, facts: run.facts, list, position: view.position, keys: keys.join(', ')};
		return <SpokenScreen {...props} />;
	}
	if (isTooSmall(size)) return <TooSmallScreen size={size} snapshot={snapshot} />;
	const top = topLayer(session, view, size);
	return (
		<Window size={size}>
			{top ? (
				<>
					<HeaderPanel snapshot={snapshot} facts={run.facts} columns={size.columns} />
					{top}
				</>
			) : (
				<RunScreen
					snapshot={snapshot}
					facts={run.facts}
					state={session.state()}
					layout={view.layout}
					list={list}
					position={view.position}
				/>
			)}
			<StatusBar bar={view.bar} columns={size.columns} />
		</Window>
	);
}

/** What lies over the run: a question, the end, or what was opened; undefined where the run itself shows. */
function topLayer(session: ScreenSession, {context, layout}: ScreenView, size: WindowSize): ReactNode {
	const {run, launcher} = session;
	const {overlay} = session.state();
	const room = overlaySize(size);
	const snapshot = run?.snapshots.current();
	if (!run || !snapshot) return undefined;
	if (context === 'confirm') return <DialogPanel title="Stop" content={stopQuestion(snapshot)} size={room} />;
	if (context === 'ended') {
		return <DialogPanel title="The run has ended" content={endMessage(snapshot, run.facts)} size={room} />;
	}
	if (!overlay) return undefined;
	const {values} = launcher.settings;
	return <OverlayScreen overlay={overlay} settings={values} size={room} isFramed={layout.isFramed} />;
}
