import {parseLabels} from '../domain/parse-labels.js';
import {readSections} from '../domain/read-sections.js';
import type {ChatTemplates} from '../exporters/chat-sample.js';
import {listNames} from '../exporters/fill-lines.js';
import type {ReplyForm} from '../exporters/reply-forms.js';
import {templateNames} from '../exporters/template-values.js';
import {UserError} from '../pipeline/errors.js';
import {loadChatPrompts} from '../store/chat-prompts.js';
import {defaultPromptFolder, loadPromptFiles} from '../store/prompt-files.js';

/** Each form of reply is asked for in words of its own. */
const systemFiles: Record<ReplyForm, string> = {prose: 'system.md', card: 'system-card.md'};

/** The texts of a chat sample that is answered in a form, checked. Throws `UserError`. */
export async function loadChatTemplates(reply: ReplyForm): Promise<ChatTemplates> {
	const systemFile = systemFiles[reply];
	const {system, user} = await loadChatPrompts(defaultPromptFolder, systemFile);
	refuseUnknownNames(systemFile, system);
	refuseUnknownNames('user.md', user);
	const {texts} = await loadPromptFiles(defaultPromptFolder, ['wording.md', 'labels.md']);
	try {
		return {
			system,
			user,
			wording: readSections(texts['wording.md'] as string),
			labels: parseLabels(texts['labels.md'] as string),
		};
	} catch (error) {
		throw new UserError(`the prompt file \`labels.md\` cannot be used: ${(error as Error).message}`, {
			hint: 'correct the line, or restore the file from the repository',
			cause: error,
		});
	}
}

function refuseUnknownNames(file: string, template: string): void {
	const unknown = listNames(template).find(name => !templateNames.has(name));
	if (unknown === undefined) return;
	throw new UserError(`the prompt \`export/${file}\` uses \`{{${unknown}}}\`, which nothing fills`, {
		hint: `known are ${[...templateNames].join(', ')}`,
	});
}
