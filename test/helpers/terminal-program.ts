import {fileURLToPath} from 'node:url';

const root = new URL('../../', import.meta.url);

/** The Node that the packages bring, and the built program that runs under it. */
export const nodePath = fileURLToPath(new URL('node_modules/.bin/node', root));
export const programPath = fileURLToPath(new URL('dist/cli.js', root));
