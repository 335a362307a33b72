import {chatFormats, type FormatName, formatNames} from '../exporters/format-names.js';
import type {ReplyForm} from '../exporters/reply-forms.js';
import {UserError} from '../pipeline/errors.js';

/** A part of the set and its share, 0-1. */
export type SplitShare = {name: 'train' | 'validation' | 'test'; share: number};

/** What `export` writes, and how. */
export type WritingOptions = {
	formats: FormatName[] | undefined;
	splits: SplitShare[] | undefined;
	splitSeed: number;
	reply: ReplyForm;
	/** Folder of a data set. */
	dataset: string | undefined;
};

/** Those options that only `export` has a use for. Throws `UserError`. */
export function readWritingOptions(
	values: Record<string, unknown>,
): Pick<WritingOptions, 'formats' | 'splits'> {
	return {
		formats: readFormats(values.format as string[] | undefined),
		splits: readSplits(values.splits as string | undefined),
	};
}

/** What is written where no format is named. `dataset`: its folder, where one is made. */
export function defaultFormats(dataset: unknown): FormatName[] {
	return dataset === undefined ? ['json'] : ['messages', 'jsonl'];
}

/** Throws `UserError` where `--reply` changes nothing of what is written. */
export function refuseIdleReply(values: Record<string, unknown>): void {
	if (values.reply === undefined) return;
	const formats = readWritingOptions(values).formats ?? defaultFormats(values.dataset);
	if (formats.some(format => chatFormats.includes(format))) return;
	const others = chatFormats.map(format => `\`--format ${format}\``).join(', ');
	throw new UserError(`\`--reply\` means nothing to \`${formats.join('`, `')}\`: there is no chat in it`, {
		hint: `add one of ${others}, or leave it out`,
	});
}

function readFormats(names: string[] | undefined): FormatName[] | undefined {
	return names && [...new Set(names.map(readFormat))];
}

function readFormat(name: string): FormatName {
	const format = formatNames.find(known => known === name);
	if (format) return format;
	throw new UserError(`there is no format \`${name}\``, {hint: `choose one of ${formatNames.join(', ')}`});
}

/** Two numbers are train and test, three have validation between them. */
function readSplits(text: string | undefined): SplitShare[] | undefined {
	if (text === undefined) return undefined;
	const percents = text.split('/').map(part => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
	const names =
		percents.length === 2 ? (['train', 'test'] as const) : (['train', 'validation', 'test'] as const);
	const isWhole = percents.reduce((sum, percent) => sum + percent, 0) === 100;
	if (percents.length === names.length && isWhole) {
		return names.map((name, index) => ({name, share: (percents[index] as number) / 100}));
	}
	throw new UserError(`\`--splits\` needs percents that add up to 100, not \`${text}\``, {
		hint: 'for example `--splits 80/10/10` for train, validation and test, or `--splits 90/10`',
	});
}
