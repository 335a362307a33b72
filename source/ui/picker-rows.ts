import {cellCount} from '../domain/parameter-space.js';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {thinBarRow} from './bar-row.js';
import {formatCount, formatPercent} from './format-number.js';
import {formatDuration, formatRange} from './format-time.js';
import {
	type EngineState,
	type EstimateRange,
	embeddedEngine,
	rehearsalEngine,
	trialCount,
} from './launcher.js';
import {alignRight} from './measure-text.js';
import {type PickerItem, type PickerState, pickerCursor, pickerItems, trialOf} from './picker-state.js';
import {column, type Row, span} from './row.js';
import {liveSpinner} from './spinner-span.js';
import type {Theme} from './theme.js';
import {wrapForeignText, wrapText} from './wrap-text.js';

export type PickerFacts = {
	columns: number;
	/** Of an accepted interaction with the engine and model chosen, where runs have shown it. */
	estimateMs: EstimateRange | undefined;
	now: number;
};

type Page = PickerFacts & {theme: Theme; picker: PickerState};

/** The engine, what can be gone on with, and the targets; the cursor is one of the lines. */
export function pickerRows(
	picker: PickerState,
	facts: PickerFacts,
	theme: Theme,
): {rows: Row[]; cursorRow: number} {
	const page = {...facts, theme, picker};
	const items = pickerItems(picker);
	const cursor = pickerCursor(picker);
	const rows: Row[] = [...engineRows(page)];
	let cursorRow = 0;
	let section: string | undefined;
	for (const [index, item] of items.entries()) {
		const title = sectionOf(item, picker);
		if (title !== section) rows.push([], [span(title, 'title')]);
		section = title;
		if (index === cursor) cursorRow = rows.length;
		rows.push(itemRow(item, index === cursor, page));
	}
	const problem = problemRows(page);
	return {rows: [...rows, ...(problem.length > 0 ? problem : finishedRows(page))], cursorRow};
}

/** A finished run is no target: there is nothing to start. */
function finishedRows({picker, columns}: Page): Row[] {
	if (!picker.hasFinished) return [];
	const text = 'review a finished run: unwritten --resume ID (unwritten runs names it)';
	return [[], ...wrapText(text, columns).map(line => [span(line, 'muted')])];
}

function sectionOf(item: PickerItem, picker: PickerState): string {
	switch (item.kind) {
		case 'rehearsal':
			return 'Without a model';
		case 'resume':
			return 'Go on';
		case 'count':
		case 'custom':
		case 'trial':
			return trialOf(picker) ? `Go on to (the ${trialCount} just made count)` : 'New run';
		default:
			return 'Change';
	}
}

function engineRows({picker, columns, theme}: Page): Row[] {
	const label = span('engine  ', 'muted');
	const name = span(`${picker.engine}  `, 'strong');
	const {engineState: state} = picker;
	if (state.status === 'checking') {
		return [[label, name, liveSpinner(), span(' asking whether it is there', 'muted')]];
	}
	if (state.status === 'away') {
		const indent = span(' '.repeat(8));
		const lines = wrapForeignText(`${state.reason.replace(/\.+$/, '')}; ${state.remedy}`, columns - 8);
		return [
			[label, name, span('does not answer', 'status.error')],
			...lines.map(line => [indent, span(line, 'status.warning')]),
		];
	}
	return [
		[label, name, span('ready', 'status.good'), span(`  ${readyDetail(state)}`, 'muted')],
		modelRow(picker, state, theme),
		...missingFileRows(picker, columns),
	];
}

function readyDetail(state: Extract<EngineState, {status: 'ready'}>): string {
	return `${cleanForDisplay(state.version)}  ${cleanForDisplay(state.host)}`.trim();
}

/** The tag that another engine knows a model by is no file. */
function isFileLacking({engine, model, engineState: state}: PickerState): boolean {
	const isHere = state.status === 'ready' && (state.hasModel || state.models.includes(model));
	return engine === embeddedEngine && !isHere && !/\.gguf$|^(?:hf:|https?:)/iu.test(model);
}

/** The rehearsal has what it has, whatever is chosen for the others. */
function shownModel(picker: PickerState): string {
	const {engine, engineState: state, model} = picker;
	if (engine === rehearsalEngine && state.status === 'ready') return state.models[0] ?? model;
	return isFileLacking(picker) ? 'none' : cleanForDisplay(model);
}

function missingFileRows(picker: PickerState, columns: number): Row[] {
	if (!isFileLacking(picker)) return [];
	const text = 'it needs a file: leave and start unwritten --engine embedded --model PATH.gguf';
	return wrapText(text, columns - 8).map(line => [span(' '.repeat(8)), span(line, 'status.warning')]);
}

function modelRow(picker: PickerState, state: Extract<EngineState, {status: 'ready'}>, {glyphs}: Theme): Row {
	const label = span('model   ', 'muted');
	const name = span(shownModel(picker), 'strong');
	if (isFileLacking(picker)) return [label, name];
	if (state.hasModel || state.models.includes(picker.model)) {
		return [label, name, span(`  ${glyphs.dot} 1 of ${Math.max(1, state.models.length)} here`, 'muted')];
	}
	const remedy =
		state.pullCommand === undefined
			? '  not here'
			: `  not here: ${cleanForDisplay(`${state.pullCommand} ${picker.model}`)}, or choose another below`;
	return [label, name, span(remedy, 'status.warning')];
}

function itemRow(item: PickerItem, isSelected: boolean, page: Page): Row {
	const marker = isSelected ? span(`${page.theme.glyphs.pointer} `, 'key') : span('  ');
	const row = itemSpans(item, page);
	const [first, ...rest] = row;
	if (!isSelected || !first) return [marker, ...row];
	return [marker, {...first, role: 'selected'}, ...rest];
}

function itemSpans(item: PickerItem, page: Page): Row {
	const {picker, theme} = page;
	switch (item.kind) {
		case 'rehearsal':
			return [
				span(`try it with the rehearsal, ${item.count} interactions`),
				span('  built in, no model, at once', 'muted'),
			];
		case 'resume':
			return resumeSpans(item, page);
		case 'count':
			return countSpans(item.count, page);
		case 'custom':
			return picker.custom === undefined
				? [span(' custom'), span('  type a target', 'muted')]
				: [
						span(` ${picker.custom}${theme.glyphs.caret}`),
						span(`  ${customDetail(picker.custom, page)}`, 'muted'),
					];
		case 'trial':
			return [
				span(` try ${trialCount} first`),
				span('  shows how long each target takes; they count', 'muted'),
			];
		case 'engine':
			return [
				span(column('engine', 8, '').text),
				span(picker.engine, 'strong'),
				span('  enter or arrows change it', 'muted'),
			];
		case 'model':
			return [
				span(column('model', 8, '').text),
				span(shownModel(picker), 'strong'),
				span(modelHint(picker), 'muted'),
			];
	}
}

function modelHint({engineState: state, engine}: PickerState): string {
	if (engine === rehearsalEngine) return '';
	if (state.status !== 'ready') return '';
	return state.models.length > 1 ? `  ${state.models.length} here, arrows change it` : '';
}

function resumeSpans({run}: Extract<PickerItem, {kind: 'resume'}>, {theme, now}: Page): Row {
	const age = formatDuration(now - Date.parse(run.createdAt));
	return [
		span(cleanForDisplay(run.runId)),
		span('  '),
		...thinBarRow(theme, 10, {count: run.accepted, total: run.requested}),
		span(` ${formatCount(run.accepted)} of ${formatCount(run.requested)}`),
		span(
			` (${formatPercent(run.accepted, run.requested)})  ${cleanForDisplay(run.engine)} ${cleanForDisplay(run.model)}  begun ${age} ago`,
			'muted',
		),
	];
}

function countSpans(count: number, page: Page): Row {
	return [span(alignRight(formatCount(count), 7)), span(`  ${countDetail(count, page)}`, 'muted')];
}

function customDetail(typed: string, page: Page): string {
	const count = Number(typed.replaceAll(/[,_ ]/g, ''));
	return Number.isInteger(count) && count > 0 ? countDetail(count, page) : 'enter starts, esc goes back';
}

function countDetail(count: number, {picker, estimateMs, theme}: Page): string {
	const cells =
		count < cellCount ? `${count} of ${cellCount} cells` : `${cellCount} cells x ${perCell(count)}`;
	if (!estimateMs) return cells;
	const missing = Math.max(0, count - (trialOf(picker) ? trialCount : 0));
	const {lowMs, highMs} = estimateMs;
	return `${cells.padEnd(16)}  about ${formatRange(lowMs * missing, highMs * missing, theme.glyphs.dash)}`;
}

function perCell(count: number): string {
	return (count / cellCount).toFixed(1).replace('.0', '');
}

function problemRows({picker, columns}: Page): Row[] {
	if (picker.isStarting) {
		return [[], [liveSpinner(), span(' starting', 'muted')]];
	}
	if (!picker.problem) return [];
	const {message, hint} = picker.problem;
	return [
		[],
		...wrapForeignText(message, columns).map(line => [span(line, 'status.error')]),
		...(hint === undefined ? [] : wrapForeignText(`hint: ${hint}`, columns).map(line => [span(line)])),
	];
}
