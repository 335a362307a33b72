import {randomInt} from 'node:crypto';
import {UserError} from '../pipeline/errors.js';
import {localTimestamp} from './local-timestamp.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const pattern = /^\d{8}-\d{6}-[a-z0-9]{2}$/u;

/** `YYYYMMDD-HHMMSS-xx`, local time, two random characters. */
export function drawRunId(now: number): string {
	const {date, time} = localTimestamp(now);
	return `${date}-${time}-${drawCharacter()}${drawCharacter()}`;
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
