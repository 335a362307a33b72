import type {RateGate} from '../rate-gate.js';
import type {ChatConnection} from '../stream-reply.js';
import type {Dialect} from './dialect.js';

/** What all requests to one server share. `host` is the address without `/v1`. */
export type OpenAiConnection = ChatConnection & {
	readonly model: string;
	/** Sent to `host` alone; stands in no message, no record and no reply. */
	readonly apiKey: string | undefined;
	readonly rateGate: RateGate;
	/** What this server and model have shown that they understand. */
	readonly dialect: Dialect;
	/** Infinite until an inspection found out. */
	contextTokens: number;
};
