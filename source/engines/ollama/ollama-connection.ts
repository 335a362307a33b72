import type {Clock} from '../../pipeline/ports.js';
import type {Patience} from '../watch-stall.js';

/** What all requests to one server share. */
export type OllamaConnection = {
	readonly host: string;
	readonly model: string;
	readonly keepAlive: string;
	readonly clock: Clock;
	readonly patience: Patience;
	/** Of the prompts so far; estimates the prompt tokens of a reply that was ended early and has no counts. */
	charactersPerToken: number;
};
