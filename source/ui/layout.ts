import type {PanelId} from './screen-state.js';

export type WindowSize = {columns: number; rows: number};
export type BodyPanelId = PanelId | 'workers';
/** Outer size of a panel, its frame included. */
export type PanelBox = {id: BodyPanelId; columns: number; rows: number};

/** Where everything goes. `narrow` has one column of panels, `wide` two; both fill the window exactly. */
export type Layout = {
	kind: 'wide' | 'narrow';
	isFramed: boolean;
	size: WindowSize;
	progressRows: number;
	columns: PanelBox[][];
	/** Blank columns between two columns of panels; frames need none. */
	gap: number;
};

export const smallestWindow: WindowSize = {columns: 60, rows: 16};
const wideFrom = 90;
/** Frames cost two rows a panel: below this the rows are worth more. */
const framedFromRows = 40;
/** From here all three histograms fit under each other without taking the rows of another panel. */
const stackedFromRows = 44;
const headerRows = 2;
const statusRows = 1;

export function isTooSmall(size: WindowSize): boolean {
	return size.columns < smallestWindow.columns || size.rows < smallestWindow.rows;
}

/** Rows that a frame, or a title line, takes from a panel. */
export function frameRows(isFramed: boolean): number {
	return isFramed ? 2 : 1;
}

/** Columns that a frame takes: two borders and a blank beside each. */
export function frameColumns(isFramed: boolean): number {
	return isFramed ? 4 : 0;
}

type Need = {id: BodyPanelId; least: number; ideal: number};
export type LayoutRequest = {
	size: WindowSize;
	focus: PanelId;
	workers: number;
	hosts: number;
	failureLines: number;
};

export function planLayout(request: LayoutRequest): Layout {
	const {size} = request;
	const kind = size.columns >= wideFrom ? 'wide' : 'narrow';
	const isFramed = kind === 'wide' && size.rows >= framedFromRows;
	const progressRows = kind === 'wide' ? 3 : size.rows >= 20 ? 4 : 3;
	const progressFrame = isFramed ? frameRows(true) : 0;
	const bodyRows = size.rows - headerRows - progressRows - progressFrame - statusRows;
	const plan = {rows: bodyRows, chrome: frameRows(isFramed), focus: request.focus};
	const needs = panelNeeds(request, {kind, bodyRows});
	const gap = kind === 'wide' && !isFramed ? 2 : 0;
	const columns =
		kind === 'wide'
			? planTwoColumns(plan, needs, {columns: size.columns, gap})
			: [planOneColumn(plan, needs, size.columns)];
	return {kind, isFramed, size, progressRows, columns, gap};
}

type Room = {kind: Layout['kind']; bodyRows: number};

/** In one column it is better to show few panels well than all of them cut: the others are one Tab away. */
function panelNeeds(request: LayoutRequest, {kind, bodyRows}: Room): Record<BodyPanelId, Need> {
	const workers = Math.max(1, request.workers);
	const hostLines = request.hosts > 1 ? request.hosts : 0;
	const isTight = kind === 'narrow' && bodyRows < 14;
	const comfort = kind === 'narrow' && !isTight;
	return {
		workers: {
			id: 'workers',
			least: comfort ? Math.min(4, workers) : hostLines > 0 ? 2 : 1,
			ideal: Math.min(8, workers) + Math.min(4, hostLines),
		},
		list: {id: 'list', least: comfort ? 5 : 3, ideal: Math.floor(bodyRows * 0.35)},
		preview: {id: 'preview', least: comfort ? 5 : 3, ideal: Math.max(4, Math.floor(bodyRows * 0.4))},
		coverage: {id: 'coverage', least: kind === 'narrow' ? 8 : 4, ideal: bodyRows >= stackedFromRows ? 19 : 8},
		map: {id: 'map', least: 9, ideal: 11},
		failures: {
			id: 'failures',
			least: kind === 'narrow' ? 3 : request.failureLines > 0 ? 2 : 1,
			ideal: Math.min(10, 3 + request.failureLines),
		},
	};
}

type ColumnPlan = {rows: number; chrome: number; focus: PanelId};
type Needs = Record<BodyPanelId, Need>;

function planTwoColumns(
	plan: ColumnPlan,
	needs: Needs,
	{columns, gap}: {columns: number; gap: number},
): PanelBox[][] {
	const left = Math.floor((columns - gap) / 2);
	const leftOrder: BodyPanelId[] = ['workers', 'coverage', 'map', 'failures'];
	const rightOrder: BodyPanelId[] = ['preview', 'list'];
	return [
		fillColumn(
			{...plan, needs: leftOrder.map(id => needs[id]), shown: leftOrder, grower: 'failures', isSteady: true},
			left,
		),
		fillColumn(
			{...plan, needs: rightOrder.map(id => needs[id]), shown: rightOrder, grower: 'list', isSteady: true},
			columns - gap - left,
		),
	];
}

function planOneColumn(plan: ColumnPlan, needs: Needs, columns: number): PanelBox[] {
	const order: BodyPanelId[] = ['workers', 'list', 'preview', 'coverage', 'failures', 'map'];
	const shown: BodyPanelId[] = ['workers', 'preview', 'list', 'coverage', 'map', 'failures'];
	return fillColumn(
		{...plan, needs: order.map(id => needs[id]), shown, grower: 'list', isSteady: false},
		columns,
	);
}

type ColumnRequest = ColumnPlan & {
	/** In order of importance. */
	needs: Need[];
	/** In order on the screen. */
	shown: BodyPanelId[];
	isSteady: boolean;
	/** Gets what is left over. */
	grower: BodyPanelId;
};

/** The focused panel first, then by importance, each with its least; then up to the ideal; the rest to the grower. */
function fillColumn(request: ColumnRequest, columns: number): PanelBox[] {
	const {needs, chrome, focus} = request;
	const focused = needs.filter(need => need.id === focus);
	const others = needs.filter(need => need.id !== focus);
	const heights = new Map<BodyPanelId, number>();
	let left = request.rows;
	for (const need of [...focused, ...others]) {
		const least = need.id === focus ? Math.min(need.least, left - chrome) : need.least;
		if (least < 1 || least + chrome > left) continue;
		heights.set(need.id, least + chrome);
		left -= least + chrome;
	}
	// In two columns the sizes do not depend on the focus: panels must not jump as Tab goes through them.
	for (const need of request.isSteady ? needs : [...focused, ...others]) {
		const height = heights.get(need.id);
		if (height === undefined) continue;
		const growth = Math.max(0, Math.min(left, need.ideal + chrome - height));
		heights.set(need.id, height + growth);
		left -= growth;
	}
	const grower = heights.has(request.grower) ? request.grower : [...heights.keys()].at(-1);
	if (grower) heights.set(grower, (heights.get(grower) as number) + left);
	return request.shown
		.filter(id => heights.has(id))
		.map(id => ({id, columns, rows: heights.get(id) as number}));
}

export function findPanel(layout: Layout, id: BodyPanelId): PanelBox | undefined {
	return layout.columns.flat().find(panel => panel.id === id);
}

/** Room inside a panel's frame. */
export function innerSize(panel: PanelBox, isFramed: boolean): WindowSize {
	return {
		columns: Math.max(1, panel.columns - frameColumns(isFramed)),
		rows: Math.max(1, panel.rows - frameRows(isFramed)),
	};
}
