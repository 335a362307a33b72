import type {RateGate} from '../rate-gate.js';
import type {ChatConnection} from '../stream-reply.js';

/** What all requests to one server share. */
export type OllamaConnection = ChatConnection & {
	readonly model: string;
	readonly keepAlive: string;
	readonly rateGate: RateGate;
};
