import {useScreenSize} from '../hooks/use-screen-size.js';
import {PickerPanel} from '../panels/picker-panel.js';
import type {PickerFacts} from '../picker-rows.js';
import type {PickerState} from '../picker-state.js';

export type PickerScreenProps = {picker: PickerState; facts: Omit<PickerFacts, 'columns'>; version: string};

export function PickerScreen({picker, facts, version}: PickerScreenProps) {
	const size = useScreenSize();
	return (
		<PickerPanel picker={picker} facts={facts} version={version} size={{...size, rows: size.rows - 1}} />
	);
}
