import {Box} from 'ink';
import {Lines} from '../components/lines.js';
import {useTheme} from '../hooks/use-theme.js';
import type {WindowSize} from '../layout.js';
import {type PickerFacts, pickerRows} from '../picker-rows.js';
import type {PickerState} from '../picker-state.js';
import {span, spreadRow} from '../row.js';
import {firstShown} from './list-panel.js';

export type PickerProps = {
	picker: PickerState;
	facts: Omit<PickerFacts, 'columns'>;
	version: string;
	size: WindowSize;
};

const margin = 2;
const titleRows = 2;

export function PickerPanel({picker, facts, version, size}: PickerProps) {
	const theme = useTheme();
	const columns = size.columns - margin * 2;
	const {rows, cursorRow} = pickerRows(picker, {...facts, columns}, theme);
	const room = size.rows - titleRows;
	const first = firstShown(cursorRow, rows.length, room);
	const title = spreadRow(
		[span('unwritten', 'title'), span('  fills a training set, cell by cell', 'muted')],
		[span(version, 'muted')],
		columns,
		theme.glyphs.ellipsis,
	);
	return (
		<Box flexDirection="column" width={size.columns} height={size.rows} paddingX={margin} overflowY="hidden">
			<Lines content={[title, []]} columns={columns} rows={titleRows} />
			<Lines content={rows.slice(first)} columns={columns} rows={room} />
		</Box>
	);
}
