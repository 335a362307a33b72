import type {Interaction} from '../../source/domain/interaction.js';
import {cellNumber} from '../../source/domain/parameter-space.js';
import {cellAt} from '../../source/domain/plan-order.js';
import type {Doubt} from '../../source/domain/review.js';
import {applyEvent} from '../../source/pipeline/apply-event.js';
import type {EventListener, RunFact} from '../../source/pipeline/events.js';
import type {InteractionSummary} from '../../source/pipeline/ports.js';
import {createProgress, type Progress} from '../../source/pipeline/progress.js';
import type {RunControls, RunFacts} from '../../source/pipeline/run-controls.js';
import {createInteraction} from './interaction-fixture.js';

export type FakeControlsOptions = {
	count?: number;
	parallel?: number;
	summaries?: InteractionSummary[];
	now?: () => number;
	doubts?: Doubt[];
	readInteraction?: (id: string) => Promise<Interaction>;
};

/** A run without a pipeline: tests say what happened, and see what was asked of it. */
export type FakeControls = RunControls & {
	emit(fact: RunFact): void;
	/** Names of the commands, with their arguments, in the order they came. */
	readonly asked: string[];
};

export const fakeFacts: RunFacts = {
	runId: '20261122-184510-q7',
	engine: 'ollama',
	model: 'qwen3:8b',
	host: 'http://127.0.0.1:11434',
	seed: 4711,
	order: 'balanced',
	outputFolder: 'training_output_v1.2_systematic',
};

export function createFakeControls(options: FakeControlsOptions = {}): FakeControls {
	const {count = 200, parallel = 4, summaries = [], now = Date.now} = options;
	const cells = Array.from({length: count}, (_, index) => cellAt('balanced', index));
	const progress: Progress = createProgress({cells, summaries, failures: new Map(), parallel});
	const listeners = new Set<EventListener>();
	const asked: string[] = [];

	function emit(fact: RunFact): void {
		const event = {...fact, at: now()};
		applyEvent(progress, event);
		for (const listener of listeners) listener(event);
	}

	function planIndexOf(id: string): number {
		return progress.summaries.at(progress.summaryIndex.get(id) ?? progress.summaries.length)?.planIndex ?? 0;
	}

	return {
		progress,
		asked,
		emit,
		pause() {
			asked.push('pause');
			emit({type: 'pause-requested', mode: 'after-step'});
		},
		pauseNow() {
			asked.push('pauseNow');
			emit({type: 'pause-requested', mode: 'now'});
			emit({type: 'paused'});
		},
		resume() {
			asked.push('resume');
			emit({type: 'resumed'});
		},
		async stop() {
			asked.push('stop');
			emit({type: 'stop-requested'});
			emit({type: 'run-ended', outcome: 'stopped'});
		},
		setParallel(next) {
			asked.push(`setParallel ${next}`);
			const parallelNow = next === 'auto' ? progress.parallel : next;
			emit({type: 'parallel-changed', parallel: parallelNow, isAuto: next === 'auto'});
		},
		async reject(id) {
			asked.push(`reject ${id}`);
			emit({type: 'interaction-rejected', id, planIndex: planIndexOf(id)});
		},
		async takeBack(id) {
			asked.push(`takeBack ${id}`);
			emit({type: 'rejection-taken-back', id, planIndex: planIndexOf(id)});
		},
		async edit(id, prose) {
			asked.push(`edit ${id} ${prose}`);
			return undefined;
		},
		async note(id, note) {
			asked.push(`note ${id} ${note}`);
		},
		async keep(id) {
			asked.push(`keep ${id}`);
		},
		listDoubts: async () => options.doubts ?? [],
		async takePrompts() {
			asked.push('takePrompts');
			emit({type: 'prompts-taken', fingerprint: progress.editedPrompts?.fingerprint ?? ''});
		},
		async exportNow() {
			asked.push('exportNow');
			const path = 'training_output_v1.2_systematic/multi_step_batch_PARTIAL_20261123_071002.json';
			emit({type: 'batch-exported', path, count: progress.accepted, partial: true});
			return path;
		},
		readInteraction:
			options.readInteraction ?? (async id => createInteraction({id, planIndex: planIndexOf(id)})),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

const names = ['Mara Lindqvist', 'José Álvarez', 'Tomasz Wójcik', 'Aiko Mori', 'Ruth Baptiste', 'Sam Okafor'];

export function createSummary(
	planIndex: number,
	change: Partial<InteractionSummary> = {},
): InteractionSummary {
	return {
		id: `interaction-${planIndex}`,
		planIndex,
		name: names[planIndex % names.length] as string,
		cell: cellNumber(cellAt('balanced', planIndex)),
		words: 80 + (planIndex % 40),
		opening: `You set box ${planIndex} down by the door and wait`,
		at: '2026-11-22T18:45:10.000Z',
		status: 'accepted',
		...change,
	};
}

/** One slot from its start to the disk, on one worker. */
export function acceptOne(controls: FakeControls, planIndex: number, worker = 0): void {
	const summary = createSummary(planIndex);
	controls.emit({type: 'slot-started', worker, planIndex, cell: summary.cell, name: summary.name});
	controls.emit({type: 'interaction-accepted', worker, planIndex, summary, durationMs: 1000});
}
