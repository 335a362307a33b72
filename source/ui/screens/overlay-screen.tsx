import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';
import {helpRows} from '../help-rows.js';
import {useTheme} from '../hooks/use-theme.js';
import type {SettingsValues} from '../launcher.js';
import {frameColumns, type WindowSize} from '../layout.js';
import {SettingsPanel} from '../panels/settings-panel.js';
import {TextPanel} from '../panels/text-panel.js';
import {recordRows} from '../record-rows.js';
import {type Row, span} from '../row.js';
import type {Overlay, RecordLoad} from '../screen-state.js';
import type {Theme} from '../theme.js';

export type OverlayProps = {overlay: Overlay; settings: SettingsValues; size: WindowSize; isFramed: boolean};

/** What is opened over the run; the run goes on behind it. */
export function OverlayScreen({overlay, settings, size, isFramed}: OverlayProps) {
	const theme = useTheme();
	const columns = size.columns - frameColumns(isFramed);
	if (overlay.kind === 'settings') {
		return <SettingsPanel values={settings} view={overlay} size={size} isFramed={isFramed} />;
	}
	const isHelp = overlay.kind === 'help';
	const content = isHelp ? helpRows(columns, theme) : loadRows(overlay.load, columns, theme);
	const title = isHelp ? 'Keys' : recordTitle(overlay.load);
	return (
		<TextPanel title={title} content={content} scroll={overlay.scroll} size={size} isFramed={isFramed} />
	);
}

function recordTitle(load: RecordLoad): string {
	return load.status === 'ready' ? cleanForDisplay(load.interaction.npc_profile.name) : 'Interaction';
}

export function loadRows(load: RecordLoad, columns: number, theme: Theme): Row[] {
	switch (load.status) {
		case 'loading':
			return [[span('reading it from the journal', 'muted')]];
		case 'failed':
			return [[span(`it cannot be read: ${cleanForDisplay(load.reason)}`, 'status.error')]];
		case 'ready':
			return recordRows(load.interaction, columns, theme);
	}
}
