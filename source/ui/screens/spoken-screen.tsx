import {Box, Text} from 'ink';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import type {RunFacts} from '../../pipeline/run-controls.js';
import {formatDuration} from '../format-time.js';
import type {ListView} from '../list-view.js';
import {stateName} from '../panels/header-panel.js';
import {cellWords} from '../panels/workers-panel.js';
import type {RunSnapshot} from '../progress-snapshot.js';

export type SpokenProps = {
	snapshot: RunSnapshot;
	facts: RunFacts;
	list: ListView;
	position: number;
	keys: string;
};

/** For a screen reader: sentences in the order they matter, no bars, no boxes, nothing that moves by itself. */
export function SpokenScreen({snapshot, facts, list, position, keys}: SpokenProps) {
	const {accepted, requested, failed, running, queued, remaining} = snapshot;
	const left = remaining ? `, up to ${formatDuration(remaining.highMs)} left` : '';
	const selected = list.at(position);
	return (
		<Box flexDirection="column">
			<Text>{`${stateName(snapshot.status)}. ${facts.engine}, ${facts.model}.`}</Text>
			<Text>{`${accepted} of ${requested} accepted, ${failed} failed, ${running} running, ${queued} queued${left}.`}</Text>
			{selected ? (
				<Text>
					{`Interaction ${position + 1} of ${list.length}: ${cleanForDisplay(selected.name)}, ${cellWords(selected.cell)}, ${selected.status}. ${cleanForDisplay(selected.opening)}`}
				</Text>
			) : null}
			<Text>{`Keys: ${keys}.`}</Text>
		</Box>
	);
}
