import {randomInt} from 'node:crypto';
import type {Shard} from '../domain/shard.js';
import {UserError} from '../pipeline/errors.js';
import {localTimestamp} from './local-timestamp.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const pattern = /^\d{8}-\d{6}-[a-z0-9]{2}(?:-\d+of\d+)?$/u;

/**
 * `YYYYMMDD-HHMMSS-xx`, local time, two random characters; for a shard `-3of8` behind it: the jobs of an array begin
 * in the same second on machines that do not see each other's folders, and their records are merged by id.
 */
export function drawRunId(now: number, shard?: Shard): string {
	const {date, time} = localTimestamp(now);
	return `${date}-${time}-${drawCharacter()}${drawCharacter()}${shardSuffix('-', shard)}`;
}

/** `-3of8` behind a separator; empty for a whole plan. */
export function shardSuffix(separator: string, shard: Shard | undefined): string {
	return shard === undefined || shard.of === 1 ? '' : `${separator}${shard.part}of${shard.of}`;
}

/** The shard that an id names; undefined for a whole plan, and for what is no id of ours. */
export function shardOfRunId(text: string): Shard | undefined {
	const [, part, of] = /^[\w-]+-(\d{1,6})of(\d{1,6})$/u.exec(text)?.map(Number) ?? [];
	return part && of && part <= of ? {part, of} : undefined;
}

export function isRunId(text: string): boolean {
	return pattern.test(text);
}

/** The id is used as the name of a folder, so nothing else may pass. */
export function checkRunId(text: string): string {
	if (isRunId(text)) return text;
	throw new UserError(`\`${text}\` is not the id of a run`, {
		hint: 'ids look like `20261122-184510-q7`; `unwritten runs` lists them',
	});
}

function drawCharacter(): string {
	return alphabet.charAt(randomInt(alphabet.length));
}
