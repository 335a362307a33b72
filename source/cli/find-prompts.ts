import {dirname, join} from 'node:path';
import type {ReadableInteraction} from '../domain/legacy-interaction.js';
import {UserError} from '../pipeline/errors.js';
import {listPromptTexts, parsePromptBook} from '../pipeline/prompt-book.js';
import type {OpenedSet} from '../store/open-set.js';
import {defaultPromptFolder, loadPromptFiles} from '../store/prompt-files.js';
import {type RunFile, readRunFile} from '../store/run-file.js';
import {isRunId} from '../store/run-id.js';

/** The prompts that records were made from, by fingerprint, as far as they can be found. */
export type PromptFinder = {
	/** Looks for the prompts of a record: in its run, in the run folders beside its batch file. */
	prepare(set: OpenedSet, record: ReadableInteraction): Promise<void>;
	/** The texts without the lists in `world/`, which are drawn from. */
	textsOf(fingerprint: string): string[] | undefined;
	/** Names in the longest list there is. */
	nameCount(): number | undefined;
};

type Texts = Record<string, string>;

/** Begins with the prompts that come with the program. */
export async function createPromptFinder(): Promise<PromptFinder> {
	const shipped = await loadPromptFiles(defaultPromptFolder);
	const known = new Map<string, Texts>([[shipped.fingerprint, shipped.texts]]);
	const tried = new Set<string>();
	const used = new Set<string>();

	function learn({prompts, earlier_prompts: earlier}: RunFile): void {
		for (const {fingerprint, texts} of [prompts, ...earlier]) known.set(fingerprint, texts);
	}

	async function findRunFile(set: OpenedSet, runId: string): Promise<void> {
		const folder = join(dirname(set.source), 'runs', runId);
		if (tried.has(folder)) return;
		tried.add(folder);
		try {
			learn((await readRunFile(folder)).data);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
		}
	}

	return {
		async prepare(set, {training_metadata: {prompt_fingerprint: fingerprint, run_id: runId}}) {
			if (typeof fingerprint !== 'string') return;
			used.add(fingerprint);
			if (known.has(fingerprint)) return;
			if (set.run) learn(set.run.runFile);
			else if (runId !== undefined && isRunId(runId)) await findRunFile(set, runId);
		},
		textsOf(fingerprint) {
			const texts = known.get(fingerprint);
			return texts && listPromptTexts(texts);
		},
		nameCount() {
			const counts = [...used].flatMap(fingerprint => countNames(known.get(fingerprint), fingerprint));
			return counts.length === 0 ? undefined : Math.max(...counts);
		},
	};
}

function countNames(texts: Texts | undefined, fingerprint: string): number[] {
	try {
		return texts ? [parsePromptBook(texts, fingerprint).world.names.length] : [];
	} catch (error) {
		if (error instanceof UserError) return [];
		throw error;
	}
}
