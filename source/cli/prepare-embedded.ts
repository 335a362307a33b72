import {createInterface} from 'node:readline/promises';
import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {UserError} from '../pipeline/errors.js';
import {embeddedPackage, embeddedVersion, isEmbeddedInstalled, packageFolder} from './embedded-package.js';
import {fetchWeights} from './fetch-weights.js';
import {findModelFile, isRemoteModel, weightsFolder} from './find-model-file.js';
import {installEmbedded} from './install-embedded.js';

/**
 * Sees to it that the embedded engine has its package and its weights. Each is fetched only after a yes in this
 * session: at the terminal, or by `--yes-install`. Throws `UserError` where nobody said yes.
 */
export async function prepareEmbedded({
	model,
	hasSaidYes,
}: {
	model: string;
	hasSaidYes: boolean;
}): Promise<void> {
	if (!isEmbeddedInstalled()) {
		await requireYes(hasSaidYes, {
			what: `the embedded engine needs \`${embeddedPackage}\` ${embeddedVersion} (about 85 MB, into \`${packageFolder()}\`)`,
			question: 'Fetch it from the package registry and install it?',
		});
		await installEmbedded();
	}
	if (!isRemoteModel(model) || (await findModelFile(model))) return;
	await requireYes(hasSaidYes, {
		what: `the weights \`${model}\` are not on this machine yet (often several GB, into \`${weightsFolder()}\`)`,
		question: 'Fetch them?',
	});
	await fetchWeights(model);
}

async function requireYes(hasSaidYes: boolean, ask: {what: string; question: string}): Promise<void> {
	if (hasSaidYes) return;
	const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
	if (isTerminal && (await isAnsweredYes(ask))) return;
	throw new UserError(ask.what, {
		hint: isTerminal ? 'nothing was fetched' : 'say yes with `--yes-install`, or name another engine',
	});
}

async function isAnsweredYes({what, question}: {what: string; question: string}): Promise<boolean> {
	const terminal = createInterface({input: process.stdin, output: process.stderr});
	try {
		const answer = await terminal.question(`${cleanForDisplay(what)}\n${question} [y/N] `);
		return /^y(?:es)?$/i.test(answer.trim());
	} finally {
		terminal.close();
	}
}
