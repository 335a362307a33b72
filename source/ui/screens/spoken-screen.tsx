import {Box, Text} from 'ink';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {InteractionSummary} from '../../pipeline/ports.js';
import type {RunFacts} from '../../pipeline/run-controls.js';
import {formatDuration} from '../format-time.js';
import type {ListView} from '../list-view.js';
import {stateName} from '../panels/header-panel.js';
import {validBindings} from '../panels/status-bar.js';
import {cellWords} from '../panels/workers-panel.js';
import {type PickerFacts, pickerRows} from '../picker-rows.js';
import type {PickerState} from '../picker-state.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import type {ScreenView} from '../screen-view.js';
import {spokenTrouble, toLines} from '../spoken-text.js';
import type {Theme} from '../theme.js';
import {withKeys} from '../with-keys.js';

type Spoken = {
	bar: ScreenView['bar'];
	/** What lies on top; spoken in place of what is below. */
	layer: string[] | undefined;
};

/** For a screen reader: sentences in the order they matter, no bars, no boxes, nothing that moves by itself. */
function SpokenLines({lines, bar}: {lines: string[]; bar: ScreenView['bar']}) {
	const keys = validBindings(bar).map(binding => `${binding.label} ${binding.short}`);
	const all = [
		...(bar.notice ? [bar.notice.text] : []),
		...lines,
		...(bar.context === 'filter' ? [`Filter: ${bar.typed}`] : []),
		`Keys: ${keys.join(', ')}.`,
	];
	return (
		<Box flexDirection="column">
			{withKeys(all).map(({key, value}) => (
				<Text key={key}>{cleanForDisplay(value)}</Text>
			))}
		</Box>
	);
}

export type SpokenRunProps = Spoken & {
	snapshot: RunSnapshot;
	facts: RunFacts;
	list: ListView;
	position: number;
};

export function SpokenRun({snapshot, facts, list, position, bar, layer}: SpokenRunProps) {
	const selected = list.at(position);
	const below = [
		...(snapshot.editedPrompts ? ['The prompts were edited; u asks whether to use them.'] : []),
		...spokenTrouble(snapshot),
		...(selected ? [`Interaction ${position + 1} of ${list.length}: ${describe(selected)}`] : []),
	];
	const state = `${stateName(snapshot.status)}. ${facts.engine}, ${facts.model}.`;
	return <SpokenLines lines={[state, sumSentence(snapshot), ...(layer ?? below)]} bar={bar} />;
}

function sumSentence({accepted, requested, failed, running, queued, remaining}: RunSnapshot): string {
	const left = remaining ? `, up to ${formatDuration(remaining.highMs)} left` : '';
	return `${accepted} of ${requested} accepted, ${failed} failed, ${running} running, ${queued} queued${left}.`;
}

function describe({name, cell, status, opening}: InteractionSummary): string {
	return `${name}, ${cellWords(cell)}, ${status}. ${opening}`;
}

export type SpokenPickerProps = Spoken & {
	picker: PickerState;
	facts: Omit<PickerFacts, 'columns'>;
	theme: Theme;
};

/** The line with the `>` is the one that enter takes. */
export function SpokenPicker({picker, facts, theme, bar, layer}: SpokenPickerProps) {
	const {rows} = pickerRows(picker, {...facts, columns: 80}, theme);
	const title = 'unwritten fills a training set, cell by cell.';
	return <SpokenLines lines={layer ?? [title, ...toLines(rows)]} bar={bar} />;
}
