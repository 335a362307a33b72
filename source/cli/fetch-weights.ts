import {UserError} from '../pipeline/errors.js';
import {importEmbeddedPackage} from './embedded-package.js';
import {weightsFolder} from './find-model-file.js';
import {startProgressLine} from './progress-line.js';

/** Fetches what a `hf:` name stands for, by node-llama-cpp's own resolver. Throws `UserError` where it cannot be had. */
export async function fetchWeights(model: string): Promise<void> {
	const {resolveModelFile} = await importEmbeddedPackage();
	const progress = startProgressLine();
	try {
		await resolveModelFile(model, {
			directory: weightsFolder(),
			cli: false,
			onProgress({totalSize, downloadedSize}) {
				progress.show(`fetching ${model}: ${gigabytes(downloadedSize)} of ${gigabytes(totalSize)} GB`);
			},
		});
		progress.end(`fetched ${model}`);
	} catch (cause) {
		progress.end();
		throw new UserError(
			`the weights \`${model}\` cannot be fetched: the hub does not answer or does not have them`,
			{
				hint: 'check the name and the network, or give the path of a .gguf file with --model',
				cause,
			},
		);
	}
}

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(2);
}
