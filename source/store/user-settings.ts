import {z} from 'zod';
import {openConfigFile} from './config-file.js';

const themes = ['auto', 'dark', 'light', 'none'] as const;

type IsHost = (text: string) => boolean;

const createShape = (isHost: IsHost) => ({
	model: z.string().min(1),
	host: z.array(z.string().refine(isHost)),
	parallel: z.union([z.int().min(1), z.literal('auto')]),
	theme: z.enum(themes),
	outputFolder: z.string().min(1),
	notify: z.boolean(),
});
type Shape = ReturnType<typeof createShape>;

/** What a user keeps. Only what was set is there: options and environment come before it, defaults after. */
export type UserSettings = {[Name in keyof Shape]?: z.infer<Shape[Name]> | undefined};

export interface SettingsFile {
	readonly values: UserSettings;
	/** What was wrong with the file, for the user. */
	readonly notice: string | undefined;
	/** `undefined` removes a setting. Returns what the user should know when it could not be written. */
	save(patch: UserSettings): string | undefined;
}

const isAnything = () => true;

/**
 * Never throws: broken settings are kept aside, and without a writable home they live in memory. `isHost`: whether a text
 * can be where an engine listens.
 */
export async function openSettings({
	isHost = isAnything,
	...place
}: {
	folder?: string;
	isHost?: IsHost;
} = {}): Promise<SettingsFile> {
	const file = await openConfigFile({name: 'config', ...place});
	const shape = createShape(isHost);
	const ignored = invalidNames(shape, file.values);
	const ignoredNotice =
		ignored.length > 0 ? `settings that make no sense are ignored: ${ignored.join(', ')}` : undefined;
	return {
		get values() {
			return pickValid(shape, file.values);
		},
		notice: file.notice ?? ignoredNotice,
		save: patch => file.save(patch),
	};
}

function pickValid(shape: Shape, values: Record<string, unknown>): UserSettings {
	const invalid = invalidNames(shape, values);
	const entries = Object.entries(values).filter(([name]) => !invalid.includes(name));
	return z.object(shape).partial().parse(Object.fromEntries(entries));
}

function invalidNames(shape: Shape, values: Record<string, unknown>): string[] {
	return Object.entries(shape)
		.filter(([name, schema]) => name in values && !schema.safeParse(values[name]).success)
		.map(([name]) => name);
}
