import {type Labels, parseLabels} from '../domain/parse-labels.js';
import {parseWorld} from '../domain/parse-world.js';
import {createPromptRuns, type PromptRuns} from '../domain/quality/prompt-runs.js';
import {readSections, type Sections} from '../domain/read-sections.js';
import {type ModelStep, modelSteps} from '../domain/step-outputs.js';
import type {World} from '../domain/world.js';
import {checkWording, refuseMissingSentences} from './check-wording.js';
import {UserError} from './errors.js';
import {listPlaceholders} from './fill-prompt.js';
import {placeholderNames} from './prompt-values.js';

/**
 * One step's prompt: what is known once the step before is done, the task itself, and the short form that stands alone,
 * for a model that loses the thread in the full one.
 */
export type StepPrompt = {known: string; task: string; short: string};

/** The texts of `prompts/`, checked. `fingerprint` stands in every record made from them. */
export type PromptBook = {
	fingerprint: string;
	system: string;
	steps: Record<ModelStep, StepPrompt>;
	/** Sent after a reply that broke a rule; holds `{{reason}}`. */
	repair: string;
	/** Sent after prose that is too short; holds `{{reason}}`. */
	goOn: string;
	wording: Sections;
	labels: Labels;
	world: World;
	/** Of everything but the lists that are drawn from. */
	runs: PromptRuns;
};

const marks = /^=== (?:task|short) ===$/m;

/**
 * Reads the prompt files (path inside `prompts/` to text). A missing file, part or section and a placeholder that
 * nothing fills are the user's mistakes, named by file.
 */
export function parsePromptBook(texts: Record<string, string>, fingerprint: string): PromptBook {
	const steps = Object.fromEntries(
		modelSteps.map(step => [step, parseStepPrompt(texts, `${step}.md`)]),
	) as Record<ModelStep, StepPrompt>;
	const wording = checkWording(readSections(readTemplate(texts, 'wording.md')));
	refuseMissingSentences(wording, Object.values(texts));
	return {
		fingerprint,
		system: readTemplate(texts, 'system.md'),
		steps,
		repair: readTemplate(texts, 'repair.md'),
		goOn: readTemplate(texts, 'go-on.md'),
		wording,
		labels: readLabels(readTemplate(texts, 'labels.md')),
		world: readWorld(worldFiles(texts)),
		runs: createPromptRuns(listPromptTexts(texts)),
	};
}

function parseStepPrompt(texts: Record<string, string>, file: string): StepPrompt {
	const [known, task, short, ...rest] = readTemplate(texts, file).split(marks);
	if (known === undefined || task === undefined || short === undefined || rest.length > 0) {
		throw new UserError(
			`the prompt \`${file}\` needs one line \`=== task ===\` and below it one line \`=== short ===\``,
			{hint: 'first what is known, then what to write, then both in short for small models'},
		);
	}
	return {known: known.trim(), task: task.trim(), short: short.trim()};
}

function readTemplate(texts: Record<string, string>, file: string): string {
	const text = readText(texts, file);
	const unknown = listPlaceholders(text).find(name => !placeholderNames.has(name));
	if (unknown !== undefined) {
		throw new UserError(`the prompt \`${file}\` uses \`{{${unknown}}}\`, which nothing fills`, {
			hint: `known are ${[...placeholderNames].join(', ')}`,
		});
	}
	return text.trim();
}

function readText(texts: Record<string, string>, file: string): string {
	const text = texts[file];
	if (text === undefined || text.trim() === '') {
		throw new UserError(`the prompt \`${file}\` is missing or empty`, {
			hint: 'every step has its file in the prompts folder; restore it from the repository',
		});
	}
	return text;
}

/** The prompt files without the lists in `world/`, which are drawn from. */
export function listPromptTexts(texts: Record<string, string>): string[] {
	return Object.entries(texts).flatMap(([path, text]) => (isWorldFile(path) ? [] : text));
}

function isWorldFile(path: string): boolean {
	return path.startsWith('world/');
}

function worldFiles(texts: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(texts)
			.filter(([path]) => isWorldFile(path))
			.map(([path]) => [path.slice('world/'.length), readTemplate(texts, path)]),
	);
}

function readLabels(text: string): Labels {
	return asUserError('labels.md', () => parseLabels(text));
}

function readWorld(files: Record<string, string>): World {
	return asUserError('world/', () => parseWorld(files));
}

function asUserError<Value>(file: string, read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		throw new UserError(`the prompt file \`${file}\` cannot be used: ${(error as Error).message}`, {
			hint: 'correct the line, or restore the file from the repository',
			cause: error,
		});
	}
}
