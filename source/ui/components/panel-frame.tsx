import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.js';
import type {PanelBox} from '../layout.js';
import {cutRow, type Row, rowWidth, span} from '../row.js';
import {Line} from './line.js';

export type FrameProps = {
	box: Pick<PanelBox, 'columns' | 'rows'>;
	isFramed: boolean;
	isFocused: boolean;
	title: string;
	/** At the right end of the title line, where there is room. */
	detail?: Row;
	children: ReactNode;
};

/** A panel with its title: in a box, or under a title line where rows are scarce. Focus shows without colour. */
export function PanelFrame(props: FrameProps) {
	return props.isFramed ? <BoxedFrame {...props} /> : <RuledFrame {...props} />;
}

function RuledFrame({box, isFocused, title, detail, children}: FrameProps) {
	const {glyphs} = useTheme();
	const rule = isFocused ? glyphs.focusedBox.top : glyphs.horizontal;
	return (
		<Box flexDirection="column" width={box.columns} height={box.rows} flexShrink={0} overflowY="hidden">
			<Line
				row={titleRow({
					title,
					detail,
					isFocused,
					columns: box.columns,
					ellipsis: glyphs.ellipsis,
					rule,
					ends: [rule, rule],
				})}
				columns={box.columns}
			/>
			{children}
		</Box>
	);
}

function BoxedFrame({box, isFocused, title, detail, children}: FrameProps) {
	const {glyphs, styles} = useTheme();
	const border = isFocused ? glyphs.focusedBox : glyphs.box;
	const ends: [string, string] = [border.topLeft + border.top, border.top + border.topRight];
	return (
		<Box flexDirection="column" width={box.columns} height={box.rows} flexShrink={0} overflowY="hidden">
			<Line
				row={titleRow({
					title,
					detail,
					isFocused,
					columns: box.columns,
					ellipsis: glyphs.ellipsis,
					rule: border.top,
					ends,
				})}
				columns={box.columns}
			/>
			<Box
				flexDirection="column"
				width={box.columns}
				height={box.rows - 1}
				flexShrink={0}
				paddingX={1}
				overflowY="hidden"
				borderStyle={border}
				borderTop={false}
				borderColor={styles[isFocused ? 'border.focused' : 'border'].color}
			>
				{children}
			</Box>
		</Box>
	);
}

type TitleRequest = {
	ellipsis: string;
	title: string;
	detail: Row | undefined;
	isFocused: boolean;
	columns: number;
	rule: string;
	ends: [string, string];
};

function titleRow({title, detail = [], isFocused, columns, rule, ends, ellipsis}: TitleRequest): Row {
	const borderRole = isFocused ? 'border.focused' : 'border';
	const name = span(` ${title} `, isFocused ? 'title.focused' : 'title');
	const room = columns - ends[0].length - ends[1].length - rowWidth([name]) - 1;
	const shown =
		rowWidth(detail) > 0 && room > 6 ? [span(' '), ...cutRow(detail, room - 3, ellipsis), span(' ')] : [];
	const filler = Math.max(0, columns - ends[0].length - ends[1].length - rowWidth([name, ...shown]));
	return [
		span(ends[0], borderRole),
		name,
		span(rule.repeat(filler), borderRole),
		...shown,
		span(ends[1], borderRole),
	];
}
