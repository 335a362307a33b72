import {UserError} from '../pipeline/errors.js';
import {type PromptBook, parsePromptBook} from '../pipeline/prompt-book.js';
import type {PromptOffer} from '../pipeline/prompt-change.js';
import {defaultPromptFolder, loadPromptFiles, type PromptFiles} from '../store/prompt-files.js';
import type {RunFile} from '../store/run-file.js';
import {keepOwnWorld} from '../store/world-folder.js';
import type {OpenedRun} from './begin-run.js';
import {describePromptChange, ownWorldOf, recordChanges} from './resume-changes.js';

const pollMs = 3_000;

export type WatchedRun = {
	folder: Pick<OpenedRun['folder'], 'runFile' | 'updateRunFile'>;
	run: Pick<OpenedRun['run'], 'offerPrompts' | 'giveNotice'>;
};

type Finding =
	| {status: 'usable'; key: string; files: PromptFiles; book: PromptBook}
	| {status: 'broken'; key: string; problem: string};

/**
 * Looks at the prompt files every few seconds while somebody watches the run, and offers what was edited. An editor
 * writes in steps: only what two looks in a row found the same is said. Returns the function that ends it.
 */
export function watchPrompts(watched: WatchedRun, promptFolder = defaultPromptFolder): () => void {
	const look = createPromptLook(watched, promptFolder);
	let timer: NodeJS.Timeout | undefined;
	let isOver = false;
	function schedule(): void {
		if (isOver) return;
		timer = setTimeout(() => void look().finally(schedule), pollMs);
		timer.unref();
	}
	schedule();
	return () => {
		isOver = true;
		clearTimeout(timer);
	};
}

/** One look; exported for tests, which do not wait. */
export function createPromptLook({folder, run}: WatchedRun, promptFolder: string): () => Promise<void> {
	let lastSeen = '';
	let lastSaid = folder.runFile.prompts.fingerprint;
	return async () => {
		const finding = await examine(promptFolder, folder.runFile);
		const isSteady = finding.key === lastSeen;
		lastSeen = finding.key;
		if (!isSteady || finding.key === lastSaid) return;
		lastSaid = finding.key;
		if (finding.status === 'broken') run.giveNotice(`edited prompts cannot be used: ${finding.problem}`);
		run.offerPrompts(finding.status === 'usable' ? createOffer(folder, finding) : undefined);
	};
}

async function examine(promptFolder: string, runFile: RunFile): Promise<Finding> {
	try {
		const files = keepOwnWorld(await loadPromptFiles(promptFolder), ownWorldOf(runFile));
		const book = parsePromptBook(files.texts, files.fingerprint);
		return {status: 'usable', key: files.fingerprint, files, book};
	} catch (error) {
		const problem = error instanceof UserError ? error.message : String(error);
		return {status: 'broken', key: problem, problem};
	}
}

function createOffer(
	folder: WatchedRun['folder'],
	{files, book}: Extract<Finding, {status: 'usable'}>,
): PromptOffer | undefined {
	const {prompts} = folder.runFile;
	if (files.fingerprint === prompts.fingerprint) return undefined;
	return {
		book,
		files: listDifferences(prompts.texts, files.texts),
		record: () =>
			recordChanges(folder, {
				changes: [describePromptChange(folder.runFile, files)],
				when: 'during the run',
			}),
	};
}

function listDifferences(before: Record<string, string>, after: Record<string, string>): string[] {
	const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...paths].filter(path => before[path] !== after[path]).sort();
}
