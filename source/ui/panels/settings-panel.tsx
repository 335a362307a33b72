import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {settings, showSetting} from '../check-setting.js';
import {Lines} from '../components/lines.js';
import {PanelFrame} from '../components/panel-frame.js';
import {useTheme} from '../hooks/use-theme.js';
import type {SettingsValues} from '../launcher.js';
import {frameColumns, frameRows, type WindowSize} from '../layout.js';
import {column, type Row, span} from '../row.js';
import type {Overlay} from '../screen-state.js';
import type {Theme} from '../theme.js';

export type SettingsProps = {
	values: SettingsValues;
	view: Extract<Overlay, {kind: 'settings'}>;
	size: WindowSize;
	isFramed: boolean;
};

export function SettingsPanel({values, view, size, isFramed}: SettingsProps) {
	const theme = useTheme();
	const columns = size.columns - frameColumns(isFramed);
	const rows = size.rows - frameRows(isFramed);
	return (
		<PanelFrame box={size} isFramed={isFramed} isFocused={true} title="Settings">
			<Lines content={settingRows(values, view, theme)} columns={columns} rows={rows} />
		</PanelFrame>
	);
}

export function settingRows(values: SettingsValues, view: SettingsProps['view'], theme: Theme): Row[] {
	const {glyphs} = theme;
	const lines = settings.map((setting, index): Row => {
		const isCurrent = index === view.cursor;
		const isTyped = isCurrent && view.typed !== undefined;
		const shown = isTyped ? `${view.typed}${glyphs.caret}` : showSetting(values, setting.name);
		return [
			span(isCurrent ? `${glyphs.pointer} ` : '  ', 'key'),
			column(setting.label, 15, glyphs.ellipsis, isCurrent ? 'strong' : 'muted'),
			span(cleanForDisplay(shown), isCurrent ? 'selected' : 'text'),
		];
	});
	const current = settings[view.cursor];
	return [
		...lines,
		[],
		[span(current?.explanation ?? '', 'muted')],
		...(view.problem ? [[span(cleanForDisplay(view.problem), 'status.error')]] : []),
	];
}
