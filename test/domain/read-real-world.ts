import {readFileSync} from 'node:fs';
import {parseWorld, worldFileNames} from '../../source/domain/parse-world.js';

/** The text of `prompts/world/`, by file name, as it ships. */
export function readRealWorldFiles(): Record<string, string> {
	return Object.fromEntries(worldFileNames.map(name => [name, readPrompt(`world/${name}`)]));
}

export function readRealWorld() {
	return parseWorld(readRealWorldFiles());
}

export function readPrompt(path: string): string {
	return readFileSync(new URL(`../../prompts/${path}`, import.meta.url), 'utf8');
}
