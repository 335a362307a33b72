import {Box} from 'ink';
import type {RunFacts} from '../../pipeline/run-controls.js';
import type {BodyPanelId, Layout, PanelBox} from '../layout.js';
import type {ListView} from '../list-view.js';
import {CoveragePanel} from '../panels/coverage-panel.js';
import {FailuresPanel} from '../panels/failures-panel.js';
import {HeaderPanel} from '../panels/header-panel.js';
import {ListPanel} from '../panels/list-panel.js';
import {MapPanel} from '../panels/map-panel.js';
import {PreviewPanel} from '../panels/preview-panel.js';
import {ProgressPanel} from '../panels/progress-panel.js';
import {WorkersPanel} from '../panels/workers-panel.js';
import type {RunSnapshot} from '../progress-snapshot.js';
import type {ScreenState} from '../screen-state.js';

export type RunScreenProps = {
	snapshot: RunSnapshot;
	facts: RunFacts;
	state: ScreenState;
	layout: Layout;
	list: ListView;
	position: number;
};

export function RunScreen(props: RunScreenProps) {
	const {snapshot, facts, layout} = props;
	const {columns} = layout.size;
	return (
		<>
			<HeaderPanel snapshot={snapshot} facts={facts} columns={columns} />
			<ProgressPanel
				snapshot={snapshot}
				columns={columns}
				rows={layout.progressRows}
				isFramed={layout.isFramed}
			/>
			<Box flexShrink={0} width={columns} columnGap={layout.gap}>
				{layout.columns.map(panels => (
					<Box key={panels.map(panel => panel.id).join()} flexDirection="column" flexShrink={0}>
						{panels.map(box => (
							<BodyPanel key={box.id} box={box} run={props} />
						))}
					</Box>
				))}
			</Box>
		</>
	);
}

function BodyPanel({box, run}: {box: PanelBox; run: RunScreenProps}) {
	const {snapshot, state, layout} = run;
	const frame = {box, isFramed: layout.isFramed, isFocused: isFocused(state, box.id)};
	switch (box.id) {
		case 'workers':
			return <WorkersPanel snapshot={snapshot} box={box} isFramed={layout.isFramed} />;
		case 'coverage':
			return <CoveragePanel cells={snapshot.cells} view={state.coverage} {...frame} />;
		case 'map':
			return <MapPanel cells={snapshot.cells} view={state.map} {...frame} />;
		case 'failures':
			return <FailuresPanel snapshot={snapshot} scroll={state.failures.scroll} {...frame} />;
		case 'preview':
			return <PreviewPanel snapshot={snapshot} view={state.preview} {...frame} />;
		case 'list':
			return <ListPanel list={run.list} position={run.position} filter={state.list.filter} {...frame} />;
	}
}

function isFocused(state: ScreenState, id: BodyPanelId): boolean {
	return state.focus === id && !state.isConfirmingStop;
}
