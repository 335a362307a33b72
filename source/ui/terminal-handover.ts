import type {useApp} from 'ink';
import type {TerminalControl} from './terminal-control.js';

type SuspendTerminal = ReturnType<typeof useApp>['suspendTerminal'];

/** Gives the terminal away for a while; it comes back with everything drawn again. One at a time. */
export type TerminalHandover = {
	/** Set once the screen is up. */
	attach(suspend: SuspendTerminal): void;
	handOver(act: () => Promise<void>): Promise<void>;
};

export type HandoverOptions = {control: TerminalControl; isFinished: () => boolean};

export function createTerminalHandover({control, isFinished}: HandoverOptions): TerminalHandover {
	let suspendTerminal: SuspendTerminal | undefined;
	let isAway = false;
	return {
		attach(suspend) {
			suspendTerminal = suspend;
		},
		async handOver(act) {
			if (isAway || isFinished() || !suspendTerminal) return;
			isAway = true;
			control.end();
			try {
				await suspendTerminal(act);
			} finally {
				isAway = false;
				if (!isFinished()) control.begin();
			}
		},
	};
}
