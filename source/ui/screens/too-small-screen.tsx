import {Lines} from '../components/lines.js';
import {formatCount} from '../format-number.js';
import {useTheme} from '../hooks/use-theme.js';
import type {KeyContext} from '../key-binding.js';
import {smallestWindow, type WindowSize} from '../layout.js';
import {stateName, stateSentence} from '../panels/header-panel.js';
import {type BarState, keyPiece, validBindings} from '../panels/status-bar.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {type Row, rowWidth, span} from '../row.js';
import type {Theme} from '../theme.js';
import {wrapForeignText} from '../wrap-text.js';

export type TooSmallProps = {size: WindowSize; snapshot: RunSnapshot | undefined; bar: BarState};

/** Below the smallest window: how the run is, what the window needs, and the keys that work there. */
export function TooSmallScreen(props: TooSmallProps) {
	const {columns, rows} = props.size;
	return <Lines content={tooSmallRows(props, useTheme())} columns={columns} rows={rows} />;
}

/** What waits for an answer comes first: it shows in a single line, too. */
function tooSmallRows({size, snapshot, bar}: TooSmallProps, theme: Theme): Row[] {
	const {columns, rows} = smallestWindow;
	const asked = [...questionRows(bar), ...typedRows(bar, size.columns, theme)];
	const state = snapshot ? [stateRow(snapshot)] : [];
	const needs = [span(`needs ${columns} x ${rows}, has ${size.columns} x ${size.rows}`, 'status.warning')];
	const keys = packKeys(bar, size.columns);
	if (asked.length > 0) return [...asked, ...keys, ...state, needs];
	return [...state, ...newsRows({size, snapshot, bar}), needs, ...keys];
}

function stateRow({status, accepted, requested}: RunSnapshot): Row {
	return [span(`${stateName(status)} ${formatCount(accepted)} of ${formatCount(requested)}`, 'strong')];
}

const questions: Partial<Record<KeyContext, string>> = {
	confirm: 'Stop the run?',
	prompts: 'Use new prompts?',
};

function questionRows({context}: BarState): Row[] {
	const question = questions[context];
	if (question === undefined) return [];
	return [[span(`${question} `, 'strong'), span('y', 'key'), span(' '), span('n', 'key')]];
}

const fields: Partial<Record<KeyContext, string>> = {
	filter: 'filter',
	custom: 'target',
	editing: 'setting',
	noting: 'note',
};

/** The end of what is being typed. */
function typedRows({context, typed}: BarState, columns: number, {glyphs}: Theme): Row[] {
	if (typed === undefined) return [];
	return wrapForeignText(`${fields[context]}: ${typed}${glyphs.caret}`, columns)
		.slice(-2)
		.map(line => [span(line, 'strong')]);
}

/** What just happened, or else what holds the run up: no more than leaves room for the keys. */
function newsRows({size, snapshot, bar}: TooSmallProps): Row[] {
	const isHeldUp = snapshot && !['starting', 'running', 'ended'].includes(snapshot.status.status);
	const news = bar.notice ?? (isHeldUp ? stateSentence(snapshot) : undefined);
	if (!news) return [];
	return wrapForeignText(news.text, size.columns)
		.slice(0, 2)
		.map(line => [span(line, news.role)]);
}

function packKeys(bar: BarState, columns: number): Row[] {
	const packed: Row[] = [];
	for (const binding of validBindings(bar)) {
		const piece = keyPiece(binding, bar);
		const longer = [...(packed.at(-1) ?? []), span('  '), ...piece];
		if (packed.length > 0 && rowWidth(longer) <= columns) packed[packed.length - 1] = longer;
		else packed.push(piece);
	}
	return packed;
}
