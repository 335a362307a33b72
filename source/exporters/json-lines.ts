import type {Interaction} from '../domain/interaction.js';
import type {Exporter} from './exporter.js';

/** One record a line, LF after each. */
async function* writeJsonLines(interactions: AsyncIterable<Interaction>): AsyncGenerator<string> {
	for await (const interaction of interactions) yield `${JSON.stringify(interaction)}\n`;
}

export const jsonLinesExporter: Exporter = {name: 'jsonl', extension: '.jsonl', write: writeJsonLines};
