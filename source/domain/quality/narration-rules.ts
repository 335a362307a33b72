import {contentStems, countSharedStems, sharesStem} from './extract-stems.js';
import {hasOnlyOrdinaryCharacters} from './ordinary-characters.js';
import {readWords} from './read-words.js';
import {createRule} from './rule.js';
import {emotionWords, sensoryWords} from './soft-word-lists.js';
import {splitSpeech} from './split-speech.js';
import {stemWord} from './stem-word.js';
import {findStockPhrases} from './stock-phrases.js';
import {createWordFact} from './word-fact.js';

/** The planned physical action is carried out: at least half of its content words occur in the narration. */
export const physicalActionRule = createRule({
	name: 'physical-action',
	hard: false,
	praise: 'The planned action is carried out.',
	findFault({prose, draw, tension}) {
		const wanted = contentStems(tension.primary_action, draw.name);
		const shared = countSharedStems(wanted, splitSpeech(prose).narration);
		return wanted.size > 0 && shared * 2 < wanted.size
			? `The planned action is missing: ${tension.primary_action}`
			: undefined;
	},
});

const emotion = emotionWords.join('|');
const degree = '(?:(?:so|very|too|quite|rather|a little|almost|suddenly|\\p{L}+ly) )*';
export const namedEmotion = new RegExp(
	[
		`\\b(?:felt|feeling|feels|was|were|looked|seemed|grew|became|sounded) ${degree}(?:a |an |the )?(?:\\p{L}+ of )?(?:${emotion})\\b(?! attack)`,
		`\\b(?:wave|surge|pang|rush|stab|twinge|flash|flicker|hint|mix|mixture|look|tinge) of (?:\\p{L}+ )?(?:${emotion})\\b`,
		`\\b(?:with|in|out of|from|despite) (?:\\p{L}+ )?(?:${emotion})\\b(?! to\\b)`,
	].join('|'),
	'iu',
);

/** Whether a word of it is the name of an emotion: in ordinary characters none is named without. */
function mayNameEmotion(narration: string): boolean {
	return readWords(narration).some(({isEmotion}) => isEmotion) || !hasOnlyOrdinaryCharacters(narration);
}

export function findNamedEmotion(narration: string): string | undefined {
	return mayNameEmotion(narration) ? namedEmotion.exec(narration)?.[0] : undefined;
}

/** The narrator shows what people do and leaves the name of the emotion out. */
export const behaviourRule = createRule({
	name: 'behaviour-shown',
	hard: false,
	praise: 'Emotion shows in behaviour.',
	findFault({prose}) {
		const match = findNamedEmotion(splitSpeech(prose).narration);
		return match && `The narrator names the emotion (\`${match.trim()}\`); show what the person does.`;
	},
});

const sensoryStems = new Set(sensoryWords.map(stemWord));
const isSensory = createWordFact(({stem}) => sensoryStems.has(stem));

/** Something that can be seen, heard, smelled, tasted or touched: the drawn detail or any other. */
export const sensoryDetailRule = createRule({
	name: 'sensory-detail',
	hard: false,
	praise: 'It holds a sensory detail.',
	findFault({prose, draw}) {
		const narration = splitSpeech(prose).narration;
		const sensed = readWords(narration).some(isSensory);
		const drawn = sharesStem(contentStems(draw.sense), narration);
		return sensed || drawn ? undefined : 'It holds nothing that can be seen, heard, smelled or touched.';
	},
});

export const stockPhrasesRule = createRule({
	name: 'stock-phrases',
	hard: false,
	praise: 'It holds no stock phrase.',
	findFault({prose}) {
		const found = findStockPhrases(prose);
		return found.length > 0 ? `It holds stock phrases: ${found.join(', ')}.` : undefined;
	},
});
