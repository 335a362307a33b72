import {findPattern} from './find-pattern.js';
import {isRunaway} from './find-repetition.js';
import {gameNumberPatterns} from './game-numbers.js';
import {findForeignWord} from './setting-rule.js';
import {findUnicodeFault} from './unicode-rule.js';

const placeholder =
	/^[\s"'<[{(]*(?:string|text|value|example|placeholder|sentence|todo|tbd|null|none|undefined|n\/?a|lorem ipsum.*|[a-z]+(?:_[a-z]+)+|[.…\-_*?\s]+)[\s"'>\]}).:]*$/iu;
const filledIn = /\{\{|\}\}|<(?:string|name|text|insert)\b|\[(?:insert|name|your)\b/iu;

/** Why one text field of a structured step will not do, as a sentence to send back; undefined when it will. */
export function checkStepText(value: string): string | undefined {
	if (placeholder.test(value) || filledIn.test(value)) return 'It is a placeholder; write the text itself.';
	if (isRunaway(`${value} `)) return 'It repeats itself without end.';
	const number = /\d/.test(value) ? findPattern(value, gameNumberPatterns) : undefined;
	if (number) return `It holds ${number.meaning} (\`${number.match}\`); write no numbers of the game.`;
	const foreign = findForeignWord(value);
	if (foreign) return `\`${foreign}\` does not belong to ordinary contemporary life.`;
	return findUnicodeFault(value);
}
