import type {ReadableInteraction} from '../domain/legacy-interaction.js';
import type {Labels} from '../domain/parse-labels.js';
import type {Sections} from '../domain/read-sections.js';
import {fillLines} from './fill-lines.js';
import type {ReplyForm} from './reply-forms.js';
import {createTemplateValues} from './template-values.js';

/** Texts of a chat sample: `prompts/export/` (`system` asks for one form of reply), and the words for labels and numbers that the making prompts use too. */
export type ChatTemplates = {system: string; user: string; wording: Sections; labels: Labels};

export type ChatSample = {system: string; user: string; assistant: string};

/**
 * One exchange as the game will have it: who the NPC is and how things stand (system), what the player asks (user), what
 * the NPC does and says (assistant). Only what the game knows before the NPC answers is in the first two.
 */
export function createChatSample(
	record: ReadableInteraction,
	{chat, reply}: {chat: ChatTemplates; reply: ReplyForm},
): ChatSample {
	const values = createTemplateValues(record, chat);
	return {
		system: fillLines(chat.system, values),
		user: fillLines(chat.user, values),
		assistant: writeReply(record, reply),
	};
}

function writeReply({npc_card_narrative: narrative}: ReadableInteraction, reply: ReplyForm): string {
	if (reply === 'prose') return narrative.dialogue_prose;
	return JSON.stringify({
		setting_context: narrative.setting_context ?? '',
		dialogue_prose: narrative.dialogue_prose,
		primary_action: narrative.primary_action ?? '',
	});
}
