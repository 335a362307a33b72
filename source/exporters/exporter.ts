import type {SetRecord} from '../domain/set-record.js';
import type {ChatTemplates} from './chat-sample.js';
import type {RecordField} from './record-fields.js';
import type {ReplyForm} from './reply-forms.js';

/** What the formats for chat models need besides the record; `chat` for those that say so. */
export type ExportContext = {chat: ChatTemplates | undefined; reply: ReplyForm};

/** Turns records into the content of a file: pure, and streaming, so that its memory does not grow with the set. */
export type Exporter = {
	name: string;
	/** With its dot. */
	extension: string;
	/** What a row holds. */
	fields: RecordField[];
	needsChat?: true;
	write(records: AsyncIterable<SetRecord>, context: ExportContext): AsyncIterable<string | Uint8Array>;
};
