import {renameSync} from 'node:fs';
import type Conf from 'conf';
import {isRecordObject} from './parse-json.js';
import {describeSystemError} from './system-failure.js';

/** A small JSON file in the user's configuration folder, or in memory where that cannot be written. */
interface ConfigFile {
	readonly values: Record<string, unknown>;
	/** What went wrong when it was opened, for the user. */
	readonly notice: string | undefined;
	/** Keeps what others wrote; `undefined` removes. Returns what the user should know when it could not be saved. */
	save(patch: Record<string, unknown>): string | undefined;
}

type Store = Conf<Record<string, unknown>>;

/** `folder`: another place than the user's configuration folder, for tests. Loads the package only now. */
export async function openConfigFile(options: {name: string; folder?: string}): Promise<ConfigFile> {
	try {
		const {default: Configuration} = await import('conf');
		const reader = createReader();
		const store: Store = new Configuration({
			projectName: 'unwritten',
			projectSuffix: '',
			configName: options.name,
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			deserialize: reader.parse,
			...(options.folder === undefined ? {} : {cwd: options.folder}),
		});
		return wrapStore(store, reader.isBroken() ? setAside(store.path) : undefined);
	} catch (error) {
		return createMemoryFile(error);
	}
}

function createReader() {
	let isBroken = false;
	return {
		isBroken: () => isBroken,
		parse: (text: string): Record<string, unknown> => {
			const value = tryParse(text.replace(/^\uFEFF/u, ''));
			isBroken ||= !isRecordObject(value);
			return isRecordObject(value) ? value : {};
		},
	};
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function setAside(path: string): string {
	const asidePath = `${path}.broken-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`;
	renameSync(path, asidePath);
	return `the file \`${path}\` was not valid JSON; it is kept as \`${asidePath}\` and the defaults hold`;
}

function wrapStore(store: Store, notice: string | undefined): ConfigFile {
	let values: Record<string, unknown> = {...store.store};

	function save(patch: Record<string, unknown>): string | undefined {
		values = applyPatch(values, patch);
		try {
			store.store = applyPatch({...store.store}, patch);
			return undefined;
		} catch (error) {
			return `\`${store.path}\` could not be saved: ${describeSystemError(error)}`;
		}
	}

	return {
		get values() {
			return values;
		},
		notice,
		save,
	};
}

function createMemoryFile(cause: unknown): ConfigFile {
	const notice = `settings are not kept: ${describeSystemError(cause)}`;
	let values: Record<string, unknown> = {};
	return {
		get values() {
			return values;
		},
		notice,
		save: patch => {
			values = applyPatch(values, patch);
			return notice;
		},
	};
}

function applyPatch(
	values: Record<string, unknown>,
	patch: Record<string, unknown>,
): Record<string, unknown> {
	const entries = Object.entries({...values, ...patch}).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries);
}
