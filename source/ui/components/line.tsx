import {Text} from 'ink';
import Spinner from 'ink-spinner';
import {memo} from 'react';
import {useTheme} from '../hooks/use-theme.js';
import {cleanRow, paintRow} from '../paint-row.js';
import {isSameRow, type Row} from '../row.js';
import {withKeys} from '../with-keys.js';
import {PaintedText} from './painted-text.js';

export type LineProps = {row: Row; columns: number};

function DrawnLine({row, columns}: LineProps) {
	const theme = useTheme();
	const parts = cleanRow(row, columns, theme);
	if (!parts.some(part => part.isSpinner)) return <PaintedText lines={[paintRow(parts, theme.styles)]} />;
	return (
		<Text wrap="truncate">
			{withKeys(parts).map(({key, value}) => (
				<Text key={key} {...theme.styles[value.role]}>
					{value.isSpinner ? <Spinner type="simpleDots" /> : value.text}
				</Text>
			))}
		</Text>
	);
}

/**
 * One line of the screen, never wider than `columns`.
 * Most lines of a frame are those of the frame before: compared by what they say, they are not drawn again.
 */
export const Line = memo(
	DrawnLine,
	(before, after) => before.columns === after.columns && isSameRow(before.row, after.row),
);
