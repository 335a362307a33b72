import {helpRows} from '../help-rows.js';
import {useTheme} from '../hooks/use-theme.js';
import type {SettingsValues} from '../launcher.js';
import {frameColumns, type WindowSize} from '../layout.js';
import {openRecordRows, openRecordTitle} from '../open-record-rows.js';
import {SettingsPanel} from '../panels/settings-panel.js';
import {TextPanel} from '../panels/text-panel.js';
import type {Overlay} from '../screen-state.js';

export type OverlayProps = {
	/** Fills the screen; a question does not. */
	overlay: Exclude<Overlay, {kind: 'prompts'}>;
	settings: SettingsValues;
	size: WindowSize;
	isFramed: boolean;
};

/** What is opened over the run; the run goes on behind it. */
export function OverlayScreen({overlay, settings, size, isFramed}: OverlayProps) {
	const theme = useTheme();
	const columns = size.columns - frameColumns(isFramed);
	if (overlay.kind === 'settings') {
		return <SettingsPanel values={settings} view={overlay} size={size} isFramed={isFramed} />;
	}
	const isHelp = overlay.kind === 'help';
	const content = isHelp ? helpRows(columns, theme) : openRecordRows(overlay, columns, theme);
	const title = isHelp ? 'Keys' : openRecordTitle(overlay);
	return (
		<TextPanel title={title} content={content} scroll={overlay.scroll} size={size} isFramed={isFramed} />
	);
}
