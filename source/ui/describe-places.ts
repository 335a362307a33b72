import type {KeyContext} from './key-binding.js';
import {everywhere, overRun, panels, records, scrolling, textFields} from './key-contexts.js';

/** What a user calls the places where a key works, the widest first. */
const places: ReadonlyArray<readonly [name: string, contexts: readonly KeyContext[]]> = [
	['everywhere', everywhere],
	['wherever there is more to see', scrolling],
	['run', overRun],
	['panels', panels],
	['record', records],
	['text field', textFields],
	['list', ['list']],
	['map', ['map']],
	['preview', ['preview']],
	['picker', ['picker']],
	['settings', ['settings']],
	['help', ['help']],
	['stopping', ['confirm']],
	['edited prompts', ['prompts']],
	['ended run', ['ended']],
	['record', ['record']],
];

/** `run, help, settings`: as few names as say it all. */
export function describePlaces(contexts: readonly KeyContext[]): string {
	const left = new Set(contexts);
	const names = places.flatMap(([name, group]) => {
		const isWhole = group.every(context => contexts.includes(context));
		if (!isWhole || !group.some(context => left.has(context))) return [];
		for (const context of group) left.delete(context);
		return [name];
	});
	return names.join(', ');
}
