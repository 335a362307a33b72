import {Lines} from '../components/lines.js';
import {formatCount} from '../format-number.js';
import {smallestWindow, type WindowSize} from '../layout.js';
import {stateName} from '../panels/header-panel.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import {span} from '../row.js';

/** Below the smallest window: says what it needs, how the run is, and goes on; all keys still work. */
export function TooSmallScreen({size, snapshot}: {size: WindowSize; snapshot: RunSnapshot | undefined}) {
	const {columns, rows} = smallestWindow;
	const run = snapshot
		? [
				[
					span(
						`${stateName(snapshot.status)} ${formatCount(snapshot.accepted)} of ${formatCount(snapshot.requested)}`,
						'strong',
					),
				],
			]
		: [];
	const content = [
		...run,
		[span(`needs ${columns} x ${rows}, has ${size.columns} x ${size.rows}`, 'status.warning')],
		[span(snapshot ? 'the run goes on; q asks to stop' : 'q leaves', 'muted')],
	];
	return <Lines content={content} columns={size.columns} rows={size.rows} />;
}
