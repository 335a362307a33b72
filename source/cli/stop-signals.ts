import {exitCodes} from './exit-codes.js';

const codes = {
	SIGINT: exitCodes.interrupted,
	SIGTERM: exitCodes.terminated,
	SIGHUP: exitCodes.hungUp,
} as const;

export type StopSignal = keyof typeof codes;

export type StopSignals = {
	/** The exit code of the first signal, once one has come. */
	readonly code: number | undefined;
	/** Resolves with the first signal. */
	readonly first: Promise<StopSignal>;
	end(): void;
};

/** Listens for the signals that end a program; a second SIGINT ends it at once. */
export function listenForStopSignals(): StopSignals {
	const first = Promise.withResolvers<StopSignal>();
	let code: number | undefined;
	const listeners = (Object.keys(codes) as StopSignal[]).map(signal => {
		const listener = () => {
			if (code !== undefined && signal === 'SIGINT') process.exit(code);
			code ??= codes[signal];
			first.resolve(signal);
		};
		// A package below (`when-exit`, under conf) answers a signal by raising it again: that would pass for a second one.
		process.removeAllListeners(signal);
		process.on(signal, listener);
		return () => process.off(signal, listener);
	});
	return {
		get code() {
			return code;
		},
		first: first.promise,
		end: () => {
			for (const remove of listeners) remove();
		},
	};
}
