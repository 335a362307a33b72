import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import type {NamedOrder} from '../domain/plan-order.js';
import {openSettings, type SettingsFile} from '../store/user-settings.js';
import {isHost, readHosts} from './hosts-of-engine.js';
import {importLightly} from './import-lightly.js';
import type {Arguments, EngineName} from './parse-arguments.js';
import {tellNote} from './tell-note.js';

/** What holds for this call: option before environment before user config before default; for hosts see `hostsOfEngine`. */
export type Settings = {
	engine: EngineName;
	model: string;
	/** As typed for an option or on screen: then they hold whatever engine is chosen. */
	chosenHosts: string[] | undefined;
	parallel: number | 'auto';
	order: NamedOrder;
	outputFolder: string;
	stallTimeoutMs: number | undefined;
	waitForEngineMs: number | undefined;
	file: SettingsFile;
};

const defaultOutputFolder = 'training_output_v1.2_systematic';
const defaultModel = 'qwen3:8b';

/** Throws `UserError` for a host that is typed and is none. */
export async function resolveSettings(given: Arguments): Promise<Settings> {
	const file = await importLightly(() => openSettings({isHost}));
	if (file.notice) tellNote(file.notice);
	const kept = file.values;
	const engine = given.engine ?? 'ollama';
	if (given.hosts) readHosts(engine, given.hosts);
	return {
		engine,
		model: given.model ?? kept.model ?? defaultModel,
		chosenHosts: given.hosts,
		parallel: given.parallel ?? kept.parallel ?? 'auto',
		order: given.order ?? 'balanced',
		outputFolder:
			given.out === undefined ? resolveFolder(kept.outputFolder ?? defaultOutputFolder) : resolve(given.out),
		stallTimeoutMs: given.stallTimeoutMs,
		waitForEngineMs: given.waitForEngineMs,
		file,
	};
}

/** A folder that no shell has read: `~` is home here, as it is everywhere that a user types it. */
export function resolveFolder(typed: string): string {
	return resolve(/^~(?:\/|$)/.test(typed) ? join(homedir(), typed.slice(1)) : typed);
}
