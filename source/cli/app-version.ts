import {readFileSync} from 'node:fs';

/** The version of the package, from its own package.json. */
export function appVersion(): string {
	const path = new URL('../../package.json', import.meta.url);
	return (JSON.parse(readFileSync(path, 'utf8')) as {version: string}).version;
}
