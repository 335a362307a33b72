import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createThinkingCut} from '../../source/engines/cut-thinking.js';

function cut(pieces: string[]) {
	const cutting = createThinkingCut();
	const shown = pieces.map(piece => cutting.push(piece)).join('');
	return {shown, ...cutting.end()};
}

function splitAt(text: string, places: number[]): string[] {
	const cuts = [0, ...places.map(place => place % (text.length + 1)), text.length].toSorted((a, b) => a - b);
	return cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
}

test.each([
	['Ada nodded.', 'none', 'Ada nodded.'],
	['<think>Hm.</think>\n\nAda nodded.', 'cut', 'Ada nodded.'],
	['\n<THINKING>Hm.</THINKING> Ada nodded.', 'cut', 'Ada nodded.'],
	['Hm, a scene.\n</think>\nAda nodded.', 'cut', 'Ada nodded.'],
	['Ada <think>Hm.</think> nodded.', 'cut', 'Ada nodded.'],
	['<think>Hm.', 'open', ''],
	['Ada nodded. <think>Was that good?', 'open', ''],
	['<think>Hm.</think>  ', 'cut', ''],
	['<thin ice held>', 'none', '<thin ice held>'],
	['<', 'none', '<'],
])('%j: thinking %s, answer %j', (text, thinking, answer) => {
	expect(cut([text])).toMatchObject({thinking, text: answer});
});

test('however the reply is split into pieces, what is shown is the answer', () => {
	const answers = fc.stringMatching(/^[A-Za-z][a-z .]{0,40}$/);
	fc.assert(
		fc.property(answers, fc.boolean(), fc.array(fc.nat(), {maxLength: 12}), (answer, thinks, places) => {
			const text = thinks ? `<think>\nfirst <b> then\n</think>\n\n${answer}` : answer;

			expect(cut(splitAt(text, places))).toEqual({
				shown: answer,
				text: answer,
				thinking: thinks ? 'cut' : 'none',
			});
		}),
	);
});
