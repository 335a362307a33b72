import {Text} from 'ink';
import Spinner from 'ink-spinner';
import {memo} from 'react';
import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {asciiGlyphs} from '../glyphs.js';
import {useTheme} from '../hooks/use-theme.js';
import {paintRow} from '../paint-row.js';
import {toPlainPunctuation} from '../plain-punctuation.js';
import {cutRow, isSameRow, mergeSpans, type Row} from '../row.js';
import {withKeys} from '../with-keys.js';

export type LineProps = {row: Row; columns: number};

function DrawnLine({row, columns}: LineProps) {
	const {glyphs, styles} = useTheme();
	const show = glyphs === asciiGlyphs ? toPlainPunctuation : (text: string) => text;
	const clean = row.map(part => ({...part, text: show(cleanForDisplay(part.text))}));
	const parts = mergeSpans(cutRow(clean, columns, glyphs.ellipsis), styles);
	if (parts.length === 0) return <Text> </Text>;
	if (!parts.some(part => part.isSpinner)) return <Text wrap="truncate">{paintRow(parts, styles)}</Text>;
	return (
		<Text wrap="truncate">
			{withKeys(parts).map(({key, value}) => (
				<Text key={key} {...styles[value.role]}>
					{value.isSpinner ? <Spinner type="simpleDots" /> : value.text}
				</Text>
			))}
		</Text>
	);
}

/**
 * One line of the screen, never wider than `columns`. The last gate: whatever a panel forgot to clean is cleaned here.
 * Most lines of a frame are those of the frame before: compared by what they say, they are not drawn again.
 */
export const Line = memo(
	DrawnLine,
	(before, after) => before.columns === after.columns && isSameRow(before.row, after.row),
);
