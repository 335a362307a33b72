import type {JudgeOptions} from '../domain/judgement.js';
import type {Labels} from '../domain/parse-labels.js';
import {UserError} from './errors.js';
import type {Message} from './ports.js';

/** What a blind reader is told: `prompts/judge.md`, cut in two. */
export type JudgePrompt = {text: string; system: string; task: string};

const needed = ['prose', 'complexities', 'authenticities'];

/** Throws `UserError` when the file lacks its mark or a place for what is to be read. */
export function parseJudgePrompt(text: string): JudgePrompt {
	const [system, task, ...rest] = text.split(/^=== task ===$/m);
	if (system === undefined || task === undefined || rest.length > 0) {
		throw new UserError('the prompt `judge.md` needs one line `=== task ===`', {
			hint: 'above it who the reader is, below it what to read and to name',
		});
	}
	const missing = needed.find(name => !task.includes(`{{${name}}}`));
	if (missing !== undefined) {
		throw new UserError(`the prompt \`judge.md\` has no \`{{${missing}}}\``, {
			hint: `it needs ${needed.map(name => `{{${name}}}`).join(', ')}`,
		});
	}
	return {text, system: system.trim(), task: task.trim()};
}

/** The prose and the meanings of the labels, and nothing of what the prose was made for. */
export function buildJudgeMessages(
	{system, task}: JudgePrompt,
	reading: {prose: string; labels: Labels; options: JudgeOptions},
): Message[] {
	const {prose, labels, options} = reading;
	const values: Record<string, string> = {
		prose,
		complexities: listMeanings(options.complexities, labels.complexity),
		authenticities: listMeanings(options.authenticities, labels.authenticity),
	};
	const content = task.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
	return [
		{role: 'system', content: system},
		{role: 'user', content},
	];
}

function listMeanings<Label extends string>(options: Label[], meanings: Record<Label, string>): string {
	return options
		.map(option => `- ${option}: ${meanings[option].replaceAll('{{name}}', 'the person')}`)
		.join('\n');
}
