import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {type ReactNode, useSyncExternalStore} from 'react';
import {endMessage, promptQuestion, stopQuestion} from '../dialog-rows.js';
import {useProgress} from '../hooks/use-progress.js';
import {ScreenSizeContext} from '../hooks/use-screen-size.js';
import {ThemeContext} from '../hooks/use-theme.js';
import {readKeys} from '../key-press.js';
import {isTooSmall, type WindowSize} from '../layout.js';
import {DialogPanel, dialogColumns} from '../panels/dialog-panel.js';
import {HeaderPanel} from '../panels/header-panel.js';
import {StatusBar} from '../panels/status-bar.js';
import type {SnapshotStore} from '../progress-snapshot.js';
import type {ScreenSession} from '../screen-session.js';
import {isEndFresh} from '../screen-state.js';
import {overlaySize, type ScreenView} from '../screen-view.js';
import {spokenLayer} from '../spoken-text.js';
import {OverlayScreen} from './overlay-screen.js';
import {PickerScreen} from './picker-screen.js';
import {RunScreen} from './run-screen.js';
import {SpokenPicker, SpokenRun} from './spoken-screen.js';
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
	const view = session.view(size);
	const {bar, layout} = view;
	const {engine, model} = state.picker;
	const facts = {estimateMs: launcher.estimateMs(engine, model), now: session.now()};
	const room = {columns: size.columns, rows: size.rows - 1};
	if (session.isSpoken) {
		const layer = layerToSpeak(session, view);
		return <SpokenPicker picker={state.picker} facts={facts} theme={session.theme} bar={bar} layer={layer} />;
	}
	if (isTooSmall(size)) return <TooSmallScreen size={size} snapshot={undefined} bar={bar} />;
	return (
		<Window size={size}>
			{state.overlay && state.overlay.kind !== 'prompts' ? (
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
		const {position, bar} = view;
		const layer = layerToSpeak(session, view);
		return <SpokenRun {...{snapshot, facts: run.facts, list, position, bar, layer}} />;
	}
	if (isTooSmall(size)) return <TooSmallScreen size={size} snapshot={snapshot} bar={view.bar} />;
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

function layerToSpeak(session: ScreenSession, {context}: ScreenView): string[] | undefined {
	const {run, theme, launcher} = session;
	const {overlay} = session.state();
	const open = run && {snapshot: run.snapshots.current(), facts: run.facts};
	return spokenLayer({context, overlay, run: open, settings: launcher.settings.values, theme});
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
		const takesKeys = !isEndFresh(session.state(), session.now());
		return (
			<DialogPanel
				title="The run has ended"
				content={endMessage(snapshot, run.facts, {takesKeys})}
				size={room}
			/>
		);
	}
	if (overlay?.kind === 'prompts') {
		const content = promptQuestion(snapshot, dialogColumns(room));
		return <DialogPanel title="Prompts" content={content} size={room} />;
	}
	if (!overlay) return undefined;
	const {values} = launcher.settings;
	return <OverlayScreen overlay={overlay} settings={values} size={room} isFramed={layout.isFramed} />;
}
