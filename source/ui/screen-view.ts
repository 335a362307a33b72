import {helpRows} from './help-rows.js';
import type {KeyContext} from './key-binding.js';
import type {KeyFacts, ScrollLimit} from './key-outcome.js';
import type {OpenRun, SettingsValues} from './launcher.js';
import {
	findPanel,
	frameColumns,
	frameRows,
	innerSize,
	type Layout,
	planLayout,
	type WindowSize,
} from './layout.js';
import type {ListView} from './list-view.js';
import {openRecordRows} from './open-record-rows.js';
import {coverageRows} from './panels/coverage-panel.js';
import {failureRows} from './panels/failures-panel.js';
import type {BarState} from './panels/status-bar.js';
import {previewLines, previewWorker} from './preview-text.js';
import type {RunSnapshot} from './progress-snapshot.js';
import {keyContext, typedText} from './reduce-key.js';
import {currentId, selectedPosition, takesDecisions} from './reduce-list-key.js';
import type {ScreenState} from './screen-state.js';
import type {Theme} from './theme.js';

export type ViewInput = {
	state: ScreenState;
	run: {snapshot: RunSnapshot; list: ListView; facts: OpenRun['facts']} | undefined;
	settings: SettingsValues;
	size: WindowSize;
	isTooSmall: boolean;
	theme: Theme;
	now: number;
};

/** What both drawing and keys need to know of a screen: computed once from state, run and window. */
export type ScreenView = {
	layout: Layout;
	context: KeyContext;
	position: number;
	facts: KeyFacts;
	bar: BarState;
};

const emptyList: ListView = {length: 0, total: 0, at: () => undefined, positionOf: () => -1};
const noticeShownMs = 6000;

export function buildView(input: ViewInput): ScreenView {
	const {state, run, size, isTooSmall} = input;
	const list = run?.list ?? emptyList;
	const layout = planLayout({
		size,
		focus: state.focus,
		workers: run?.snapshot.parallel ?? 1,
		hosts: run?.snapshot.hosts.length ?? 1,
		failureLines: run?.snapshot.failures.length ?? 0,
	});
	const context = keyContext(state, {status: run?.snapshot.status, isTooSmall});
	return {
		layout,
		context,
		position: selectedPosition(state, {list}),
		facts: buildFacts(input, layout, list),
		bar: buildBar(input, context, list),
	};
}

function buildFacts(
	{state, run, settings, size, isTooSmall, theme, now}: ViewInput,
	layout: Layout,
	list: ListView,
): KeyFacts {
	const listBox = findPanel(layout, 'list');
	return {
		now,
		status: run?.snapshot.status,
		parallel: run?.snapshot.parallel ?? 1,
		hasEditedPrompts: run?.snapshot.editedPrompts !== undefined,
		isTooSmall,
		list,
		listPage: listBox ? innerSize(listBox, layout.isFramed).rows : 1,
		workers: run?.snapshot.workers.map(worker => worker.worker) ?? [],
		shownWorker: run && previewWorker(run.snapshot, state.preview.pinned)?.worker.worker,
		settings,
		// Read only by the keys that scroll: what a record wraps to is not worth computing for every key.
		scroll: {
			get record() {
				return overlayLimit(state, {size, layout, theme});
			},
			get help() {
				return overlayLimit(state, {size, layout, theme});
			},
			get preview() {
				return panelLimit(layout, 'preview', inner =>
					run ? previewLines(run.snapshot, state.preview, inner.columns).length + 1 : 0,
				);
			},
			get coverage() {
				return panelLimit(layout, 'coverage', inner => {
					const request = {cells: run?.snapshot.cells ?? [], order: state.coverage.order, size: inner};
					return coverageRows(request, theme).length;
				});
			},
			get failures() {
				return panelLimit(layout, 'failures', inner =>
					run ? failureRows(run.snapshot, inner, theme).length : 0,
				);
			},
		},
	};
}

function panelLimit(
	layout: Layout,
	id: 'preview' | 'coverage' | 'failures',
	countLines: (inner: WindowSize) => number,
): ScrollLimit {
	const box = findPanel(layout, id);
	if (!box) return {furthest: 0, page: 1};
	const inner = innerSize(box, layout.isFramed);
	return {furthest: Math.max(0, countLines(inner) - inner.rows), page: inner.rows};
}

/** Room of a record, the help or the settings: all but header and status bar. */
export function overlaySize(size: WindowSize): WindowSize {
	return {columns: size.columns, rows: size.rows - 3};
}

function overlayLimit(
	{overlay}: ScreenState,
	{size, layout, theme}: {size: WindowSize; layout: Layout; theme: Theme},
): ScrollLimit {
	const outer = overlaySize(size);
	const page = outer.rows - frameRows(layout.isFramed);
	const columns = outer.columns - frameColumns(layout.isFramed);
	if (overlay?.kind !== 'record' && overlay?.kind !== 'help') return {furthest: 0, page};
	const lines = overlay.kind === 'help' ? helpRows(columns, theme) : openRecordRows(overlay, columns, theme);
	return {furthest: Math.max(0, lines.length - page), page};
}

function buildBar({state, run, now}: ViewInput, context: KeyContext, list: ListView): BarState {
	const status = run?.snapshot.status.status;
	const {notice} = state;
	return {
		context,
		isPaused: status === 'paused' || status === 'pausing',
		isOver: status === 'ended',
		takesDecisions: takesDecisions(run?.snapshot.status),
		selected: list.at(Math.max(0, list.positionOf(currentId(state, {list}))))?.status,
		hasEditedPrompts: run?.snapshot.editedPrompts !== undefined,
		isPinned: state.preview.pinned !== undefined,
		hasFilter: state.list.filter !== '',
		typed: typedText(state, context),
		notice: notice && Math.abs(now - notice.at) < noticeShownMs ? notice : undefined,
	};
}
