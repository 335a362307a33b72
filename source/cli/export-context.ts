import type {ExportContext} from '../exporters/exporter.js';
import {exporters} from '../exporters/exporters.js';
import type {FormatName} from '../exporters/format-names.js';
import {loadChatTemplates} from './load-chat-templates.js';
import type {WritingOptions} from './writing-options.js';

/** What the formats need besides the records; the texts of chat samples are read for those that have any. */
export async function loadExportContext(
	formats: FormatName[],
	{reply}: Pick<WritingOptions, 'reply'>,
): Promise<ExportContext> {
	const needsChat = formats.some(name => exporters[name].needsChat);
	return {reply, chat: needsChat ? await loadChatTemplates(reply) : undefined};
}
