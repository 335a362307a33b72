const tags = ['think', 'thinking', 'thought', 'reasoning'];
const opening = new RegExp(`^\\s*<(${tags.join('|')})>`, 'i');
const closed = new RegExp(`<(${tags.join('|')})>[\\s\\S]*?</\\1>\\s*`, 'gi');
const strayClosing = new RegExp(`^[\\s\\S]*</(?:${tags.join('|')})>\\s*`, 'i');
const anyOpening = new RegExp(`<(?:${tags.join('|')})>`, 'i');

export type ThinkingCut = {
	/** Takes a piece of content; returns what of it is answer and may be shown. */
	push(piece: string): string;
	/** The whole answer; `open` when the thinking never ended, so that there is none. */
	end(): {text: string; thinking: 'none' | 'cut' | 'open'};
};

/** Cuts `<think>…</think>` off the front of a reply while it streams, and out of the whole at the end. */
export function createThinkingCut(): ThinkingCut {
	let state: 'undecided' | 'thinking' | 'thought' | 'answer' = 'undecided';
	let all = '';
	let held = '';

	function push(piece: string): string {
		all += piece;
		held += piece;
		if (state === 'undecided') state = decide(held);
		if (state === 'thinking') {
			const end = /<\/(?:think|thinking|thought|reasoning)>/i.exec(held);
			if (end === null) return '';
			held = held.slice(end.index + end[0].length);
			state = 'thought';
		}
		if (state === 'thought') {
			held = held.trimStart();
			if (held !== '') state = 'answer';
		}
		return state === 'answer' ? release() : '';
	}

	function release(): string {
		const text = held;
		held = '';
		return text;
	}

	return {push, end: () => cutWhole(all)};
}

function decide(start: string): 'undecided' | 'thinking' | 'answer' {
	if (opening.test(start)) return 'thinking';
	const trimmed = start.trimStart().toLowerCase();
	return tags.some(tag => `<${tag}>`.startsWith(trimmed)) ? 'undecided' : 'answer';
}

function cutWhole(all: string): {text: string; thinking: 'none' | 'cut' | 'open'} {
	// The opening tag may stand in the model's template: then only the closing one arrives.
	const rest = all.replace(closed, '').replace(strayClosing, '');
	const text = rest === all ? all : rest.trimStart();
	if (anyOpening.test(text)) return {text: '', thinking: 'open'};
	return text === all ? {text, thinking: 'none'} : {text, thinking: 'cut'};
}
