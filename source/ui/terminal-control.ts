import {cleanForDisplay} from '../domain/quality/clean-for-display.js';

const introducer = '\u001B';
const bell = '\u0007';
/** Terminals cut or refuse longer ones. */
const longestClipboardBytes = 74_000;
const longestTitle = 80;

/** What is said to the terminal beside the frames: none of it moves the cursor, so it may go between two of them. */
export type TerminalControl = {
	/** Keeps the title that was there and takes over. */
	begin(): void;
	/** Gives the title back. May be called twice. */
	end(): void;
	showProgress(progress: {title: string; percent: number}): void;
	notify(message: string): void;
	/** OSC 52. False: too long for it. */
	copy(text: string): boolean;
};

export type TerminalControlOptions = {write: (sequence: string) => void; env: NodeJS.ProcessEnv};

export function createTerminalControl({write, env}: TerminalControlOptions): TerminalControl {
	const showsProgress = hasTaskbarProgress(env);
	let isActive = false;
	let shown = '';
	return {
		begin() {
			if (isActive) return;
			isActive = true;
			shown = '';
			write(`${introducer}[22;0t`);
		},
		end() {
			if (!isActive) return;
			isActive = false;
			write(`${showsProgress ? `${introducer}]9;4;0;0${bell}` : ''}${introducer}[23;0t`);
		},
		showProgress({title, percent}) {
			const sequence = `${introducer}]2;${cleanForDisplay(title).slice(0, longestTitle)}${bell}${showsProgress ? `${introducer}]9;4;1;${percent}${bell}` : ''}`;
			if (!isActive || sequence === shown) return;
			shown = sequence;
			write(sequence);
		},
		notify(message) {
			write(`${bell}${introducer}]9;${cleanForDisplay(message)}${bell}`);
		},
		copy(text) {
			const bytes = new TextEncoder().encode(text);
			if (bytes.length > longestClipboardBytes) return false;
			write(`${introducer}]52;c;${toBase64(bytes)}${bell}`);
			return true;
		},
	};
}

function toBase64(bytes: Uint8Array): string {
	return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

/** OSC 9;4 is a notification elsewhere: only where the terminal is known to mean progress by it. */
function hasTaskbarProgress(env: NodeJS.ProcessEnv): boolean {
	const program = env.TERM_PROGRAM ?? '';
	return Boolean(env.WT_SESSION) || env.ConEmuANSI === 'ON' || program === 'ghostty';
}
