import {rememberText} from '../remember-text.js';
import {splitSpeech} from '../split-speech.js';

/** A dialogue as the detectors of signals read it: straight apostrophes, speech and narration apart. */
export type SpokenText = {
	/** What is said, one quotation a line; the whole text where nothing is quoted and somebody says "I". */
	speech: string;
	narration: string;
};

export const readSpoken: (prose: string) => SpokenText = rememberText(prose => {
	const {speech, narration} = splitSpeech(prose);
	const said = straighten(speech.join('\n'));
	const told = straighten(narration);
	if (speech.length === 0 && /\bI(?:'\w+)?\b/.test(told)) return {speech: told, narration: ''};
	return {speech: said, narration: told};
});

function straighten(text: string): string {
	return text.replaceAll('’', "'");
}
