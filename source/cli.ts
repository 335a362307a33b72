#!/usr/bin/env node
// Dynamic imports only: `NODE_ENV` must be set before React is read, and an older Node must not trip over new syntax.
const exitGraceMs = 200;
const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
	process.stderr.write(`unwritten needs Node 22 or newer, not ${process.versions.node}\n`);
	process.stderr.write('hint: start it with `npm start`, which brings its own Node\n');
	process.exitCode = 2;
} else {
	process.env.NODE_ENV ??= 'production';
	const {main, endProcess} = await import('./cli/main.js');
	process.exitCode = await main(process.argv.slice(2));
	// All that counts is on disk: a request that is still waiting for an answer must not hold the shell up.
	setTimeout(endProcess, exitGraceMs).unref();
}

export {};
