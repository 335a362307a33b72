import {Box} from 'ink';
import {useRef} from 'react';
import {useTheme} from '../hooks/use-theme.js';
import {cleanRow, paintRow} from '../paint-row.js';
import {isSameRow, type Row} from '../row.js';
import type {Theme} from '../theme.js';
import {withKeys} from '../with-keys.js';
import {Line} from './line.js';
import {PaintedText} from './painted-text.js';

type LinesProps = {content: readonly Row[]; columns: number; rows: number};

/** Rows from the top of a box of exactly `rows` lines; what does not fit is left out. */
export function Lines({content, columns, rows}: LinesProps) {
	const theme = useTheme();
	const painter = useRef<Painter>(undefined);
	painter.current ??= createPainter();
	const shown = content.slice(0, rows);
	const isLive = shown.some(row => row.some(part => part.isSpinner));
	return (
		<Box flexDirection="column" width={columns} height={rows} flexShrink={0} overflowY="hidden">
			{isLive ? <LiveLines content={shown} columns={columns} /> : null}
			{isLive || shown.length === 0 ? null : <PaintedText lines={painter.current(shown, columns, theme)} />}
		</Box>
	);
}

/** One by one, because a spinner draws frames of its own. */
function LiveLines({content, columns}: Omit<LinesProps, 'rows'>) {
	return withKeys(content).map(({key, value}) => (
		<Box key={key} height={1} flexShrink={0}>
			<Line row={value} columns={columns} />
		</Box>
	));
}

type Painter = (content: readonly Row[], columns: number, theme: Theme) => string[];

/** Most lines of a frame are those of the frame before: what says the same is not painted again. */
function createPainter(): Painter {
	let last: {content: readonly Row[]; columns: number; theme: Theme; lines: string[]} | undefined;
	return (content, columns, theme) => {
		const known = last?.columns === columns && last.theme === theme ? last : undefined;
		const lines = content.map((row, index) => {
			const before = known?.content[index];
			if (known && before && isSameRow(before, row)) return known.lines[index] as string;
			return paintRow(cleanRow(row, columns, theme), theme.styles);
		});
		last = {content, columns, theme, lines};
		return lines;
	};
}
