import {UserError} from '../pipeline/errors.js';
import type {SettingsPort, SettingsValues} from '../ui/launcher.js';
import {hostsOfEngine, readHosts} from './hosts-of-engine.js';
import {resolveFolder, type Settings} from './resolve-settings.js';

/** The settings a user changes on screen: checked here, kept by the settings file, in force for what starts next. */
export function createSettingsPort(settings: Settings): SettingsPort {
	const {file} = settings;
	return {
		get values(): SettingsValues {
			return {
				model: settings.model,
				host: hostsOfEngine(settings, settings.engine),
				parallel: settings.parallel,
				theme: file.values.theme ?? 'auto',
				outputFolder: settings.outputFolder,
				notify: file.values.notify ?? true,
			};
		},
		save(patch) {
			try {
				if (patch.host) readHosts(settings.engine, patch.host);
				const {model, parallel} = patch;
				const outputFolder = patch.outputFolder && resolveFolder(patch.outputFolder);
				Object.assign(settings, {
					...(patch.host && {chosenHosts: patch.host}),
					...(model !== undefined && {model}),
					...(parallel !== undefined && {parallel}),
					...(outputFolder !== undefined && {outputFolder}),
				});
				const reason = file.save(outputFolder === undefined ? patch : {...patch, outputFolder});
				return reason === undefined ? {status: 'kept'} : {status: 'not-kept', reason};
			} catch (error) {
				if (!(error instanceof UserError)) throw error;
				return {status: 'refused', problem: `${error.message}; ${error.hint}`};
			}
		},
	};
}
