import type {Interaction} from '../domain/interaction.js';

/** Turns interactions into the text of a file: pure, and streaming, so that its memory does not grow with the set. */
export type Exporter = {
	name: string;
	/** With its dot. */
	extension: string;
	write(interactions: AsyncIterable<Interaction>): AsyncIterable<string>;
};
