import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {useTheme} from '../hooks/use-theme.js';
import {innerSize, type PanelBox, type WindowSize} from '../layout.js';
import {previewLines, previewWorker} from '../preview-text.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {type Row, span} from '../row.js';
import type {ScreenState} from '../screen-state.js';
import type {Theme} from '../theme.js';
import {cellWords} from './workers-panel.js';

export type PreviewProps = {
	snapshot: RunSnapshot;
	view: ScreenState['preview'];
	box: PanelBox;
	isFramed: boolean;
	isFocused: boolean;
};

/** The dialogue as it is being written; follows its tail until it is scrolled up. */
export function PreviewPanel({snapshot, view, box, isFramed, isFocused}: PreviewProps) {
	const theme = useTheme();
	const size = innerSize(box, isFramed);
	const shown = previewWorker(snapshot, view.pinned);
	const name = shown ? cleanForDisplay(shown.worker.name) : 'nobody yet';
	const title = shown && !shown.isLive ? `Just written: ${name}` : `Writing: ${name}`;
	return (
		<PanelFrame
			box={box}
			isFramed={isFramed}
			isFocused={isFocused}
			title={title}
			detail={[span(detailOf(snapshot, view), 'muted')]}
		>
			<Lines content={previewRows({snapshot, view, size}, theme)} columns={size.columns} rows={size.rows} />
		</PanelFrame>
	);
}

function detailOf(snapshot: RunSnapshot, view: ScreenState['preview']): string {
	const shown = previewWorker(snapshot, view.pinned);
	if (!shown) return '';
	const place = shown.isLive ? `worker ${shown.worker.worker + 1}, ${shown.worker.step}` : '';
	const pin = view.pinned === undefined ? '' : ', pinned';
	const scrolled = view.scrollBack > 0 ? ', scrolled' : '';
	return `${place}${pin}${scrolled}`.replace(/^, /, '');
}

type PreviewRequest = {snapshot: RunSnapshot; view: ScreenState['preview']; size: WindowSize};

function previewRows({snapshot, view, size}: PreviewRequest, {glyphs}: Theme): Row[] {
	const shown = previewWorker(snapshot, view.pinned);
	if (!shown) return [[span('The first words appear here as the model writes them.', 'muted')]];
	const hasHeading = size.rows > 3;
	const heading = hasHeading ? [[span(cellWords(shown.worker.cell), 'muted')]] : [];
	const lines = previewLines(snapshot, view, size.columns);
	const rows = size.rows - heading.length;
	const last = Math.max(Math.min(rows, lines.length), lines.length - view.scrollBack);
	const window = lines.slice(Math.max(0, last - rows), last);
	const isTail = last === lines.length && shown.isLive;
	return [
		...heading,
		...window.map((line, index) => {
			const isLast = isTail && index === window.length - 1;
			return isLast ? [span(line, 'prose'), span(glyphs.caret, 'status.running')] : [span(line, 'prose')];
		}),
	];
}
