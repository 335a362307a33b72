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

function RuledFrame(props: FrameProps) {
	const {glyphs} = useTheme();
	const {box, children} = props;
	const rule = props.isFocused ? glyphs.focusedBox.top : glyphs.horizontal;
	return (
		<Box flexDirection="column" width={box.columns} height={box.rows} flexShrink={0} overflowY="hidden">
			<FrameTitle {...props} rule={rule} ends={[rule, rule]} />
			{children}
		</Box>
	);
}

type Ruling = {rule: string; ends: [string, string]};

function FrameTitle({box, isFocused, title, detail, rule, ends}: FrameProps & Ruling) {
	const {ellipsis} = useTheme().glyphs;
	const {columns} = box;
	return <Line row={titleRow({title, detail, isFocused, columns, ellipsis, rule, ends})} columns={columns} />;
}

function BoxedFrame(props: FrameProps) {
	const {glyphs, styles} = useTheme();
	const {box, isFocused, children} = props;
	const border = isFocused ? glyphs.focusedBox : glyphs.box;
	const ends: [string, string] = [border.topLeft + border.top, border.top + border.topRight];
	return (
		<Box flexDirection="column" width={box.columns} height={box.rows} flexShrink={0} overflowY="hidden">
			<FrameTitle {...props} rule={border.top} ends={ends} />
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
