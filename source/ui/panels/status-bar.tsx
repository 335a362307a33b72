import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {Line} from '../components/line.js';
import {useTheme} from '../hooks/use-theme.js';
import type {KeyBinding, KeyContext} from '../key-binding.js';
import {barBindings} from '../key-table.js';
import {type Row, rowWidth, span} from '../row.js';
import type {ScreenNotice} from '../screen-state.js';
import type {Theme} from '../theme.js';

/** What decides which of a context's keys do something now. */
export type BarState = {
	context: KeyContext;
	isPaused: boolean;
	isOver: boolean;
	takesDecisions: boolean;
	/** State of the interaction that `x` and `a` would act on. */
	selected: 'accepted' | 'rejected' | 'spare' | undefined;
	hasEditedPrompts: boolean;
	isPinned: boolean;
	hasFilter: boolean;
	/** The text of the field being typed in. */
	typed: string | undefined;
	notice: ScreenNotice | undefined;
};

/** The keys valid now, from the one key table, with a word of what just happened before them. */
export function StatusBar({bar, columns}: {bar: BarState; columns: number}) {
	const theme = useTheme();
	return <Line row={statusRow(bar, columns, theme)} columns={columns} />;
}

export function statusRow(bar: BarState, columns: number, {glyphs}: Theme): Row {
	const front: Row = [];
	if (bar.context === 'filter')
		front.push(span(`/${cleanForDisplay(bar.typed ?? '')}${glyphs.caret}  `, 'strong'));
	if (bar.notice) front.push(span(`${cleanForDisplay(bar.notice.text)}  `, bar.notice.role));
	const row = [...front];
	for (const binding of validBindings(bar)) {
		const piece = [...keyPiece(binding, bar), span('  ')];
		if (rowWidth(row) + rowWidth(piece) - 2 > columns) continue;
		row.push(...piece);
	}
	return row.at(-1)?.text.trim() === '' ? row.slice(0, -1) : row;
}

export function keyPiece(binding: KeyBinding, bar: BarState): Row {
	return [span(binding.label, 'key'), span(` ${shortOf(binding, bar)}`, 'muted')];
}

export function validBindings(bar: BarState): KeyBinding[] {
	return barBindings(bar.context).filter(binding => isValid(binding, bar));
}

function isValid({action}: KeyBinding, bar: BarState): boolean {
	switch (action) {
		case 'reject':
			return bar.selected === 'accepted' && bar.takesDecisions;
		case 'take-back':
			return bar.context === 'review' || (bar.selected === 'rejected' && bar.takesDecisions);
		case 'edit':
			return bar.selected === 'accepted';
		case 'review':
			return bar.selected !== undefined;
		case 'open':
		case 'copy':
		case 'next-match':
		case 'previous-match':
			return bar.context === 'map' || bar.selected !== undefined;
		case 'pause':
		case 'pause-now':
		case 'more':
		case 'fewer':
			return !bar.isOver;
		case 'prompts':
			return bar.hasEditedPrompts;
		case 'close':
			return bar.context !== 'list' || bar.hasFilter;
		default:
			return true;
	}
}

function shortOf({action, short}: KeyBinding, bar: BarState): string {
	if (action === 'pause' && bar.isPaused) return 'resume';
	if (action === 'pin' && bar.isPinned) return 'unpin';
	if (action === 'ask-stop' && bar.isOver) return 'leave';
	if (action === 'close' && bar.context === 'list') return 'clear filter';
	if (action === 'open' && bar.context === 'map') return 'list this cell';
	if (action === 'choose' && bar.context === 'filter') return 'keep';
	if (action === 'close' && bar.context === 'filter') return 'clear';
	return short;
}
