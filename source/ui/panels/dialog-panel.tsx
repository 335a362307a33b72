import {Box} from 'ink';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {frameColumns, frameRows, type WindowSize} from '../layout.js';
import type {Row} from '../row.js';

export type DialogProps = {title: string; content: Row[]; size: WindowSize};

const widest = 76;

/** Room for a line of a dialog. */
export function dialogColumns(size: WindowSize): number {
	return Math.min(widest, size.columns) - frameColumns(true);
}

/** A question or an end, alone in the middle of the screen; the run goes on behind it. */
export function DialogPanel({title, content, size}: DialogProps) {
	const columns = Math.min(widest, size.columns);
	const rows = Math.min(size.rows, content.length + frameRows(true));
	return (
		<Box
			width={size.columns}
			height={size.rows}
			alignItems="center"
			justifyContent="center"
			overflowY="hidden"
		>
			<PanelFrame box={{columns, rows}} isFramed={true} isFocused={true} title={title}>
				<Lines content={content} columns={columns - frameColumns(true)} rows={rows - frameRows(true)} />
			</PanelFrame>
		</Box>
	);
}
