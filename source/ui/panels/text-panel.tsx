import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {frameColumns, frameRows, type WindowSize} from '../layout.js';
import {type Row, span} from '../row.js';

export type TextPanelProps = {
	title: string;
	content: Row[];
	scroll: number;
	size: WindowSize;
	isFramed: boolean;
};

/** A text that is scrolled: a record, the help. Says how much of it is below. */
export function TextPanel({title, content, scroll, size, isFramed}: TextPanelProps) {
	const columns = size.columns - frameColumns(isFramed);
	const rows = size.rows - frameRows(isFramed);
	const first = Math.max(0, Math.min(scroll, content.length - rows));
	const last = Math.min(content.length, first + rows);
	const place = content.length > rows ? `${last} of ${content.length} lines` : '';
	return (
		<PanelFrame box={size} isFramed={isFramed} isFocused={true} title={title} detail={[span(place, 'muted')]}>
			<Lines content={content.slice(first, last)} columns={columns} rows={rows} />
		</PanelFrame>
	);
}
