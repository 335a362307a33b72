import {z} from 'zod';
import {openConfigFile} from './config-file.js';

const themes = ['auto', 'dark', 'light', 'none'] as const;

const shape = {
	model: z.string().min(1),
	host: z.array(z.string().min(1)),
	parallel: z.union([z.int().min(1), z.literal('auto')]),
	theme: z.enum(themes),
	outputFolder: z.string().min(1),
	notify: z.boolean(),
};

/** What a user keeps. Only what was set is there: options and environment come before it, defaults after. */
const userSettingsSchema = z.object(shape).partial();
export type UserSettings = z.infer<typeof userSettingsSchema>;

export interface SettingsFile {
	readonly values: UserSettings;
	/** What was wrong with the file, for the user. */
	readonly notice: string | undefined;
	/** `undefined` removes a setting. Returns what the user should know when it could not be written. */
	save(patch: UserSettings): string | undefined;
}

/** Never throws: broken settings are kept aside, and without a writable home they live in memory. */
export async function openSettings(options: {folder?: string} = {}): Promise<SettingsFile> {
	const file = await openConfigFile({name: 'config', ...options});
	const ignored = invalidNames(file.values);
	const ignoredNotice =
		ignored.length > 0 ? `settings that make no sense are ignored: ${ignored.join(', ')}` : undefined;
	return {
		get values() {
			return pickValid(file.values);
		},
		notice: file.notice ?? ignoredNotice,
		save: patch => file.save(patch),
	};
}

function pickValid(values: Record<string, unknown>): UserSettings {
	const invalid = invalidNames(values);
	const entries = Object.entries(values).filter(([name]) => !invalid.includes(name));
	return userSettingsSchema.parse(Object.fromEntries(entries));
}

function invalidNames(values: Record<string, unknown>): string[] {
	return Object.entries(shape)
		.filter(([name, schema]) => name in values && !schema.safeParse(values[name]).success)
		.map(([name]) => name);
}
