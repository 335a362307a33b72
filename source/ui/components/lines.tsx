import {Box} from 'ink';
import type {Row} from '../row.js';
import {withKeys} from '../with-keys.js';
import {Line} from './line.js';

/** Rows from the top of a box of exactly `rows` lines; what does not fit is left out. */
export function Lines({content, columns, rows}: {content: readonly Row[]; columns: number; rows: number}) {
	return (
		<Box flexDirection="column" width={columns} height={rows} flexShrink={0} overflowY="hidden">
			{withKeys(content.slice(0, rows)).map(({key, value}) => (
				<Box key={key} height={1} flexShrink={0}>
					<Line row={value} columns={columns} />
				</Box>
			))}
		</Box>
	);
}
