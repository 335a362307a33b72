import {findPattern} from './find-pattern.js';
import {isRunaway} from './find-repetition.js';
import {gameNumberPatterns} from './game-numbers.js';
import {isStandIn} from './is-stand-in.js';
import {findForeignWord} from './setting-rule.js';
import {findUnicodeFault} from './unicode-rule.js';

/** Why one text field of a structured step will not do, as a sentence to send back; undefined when it will. */
export function checkStepText(value: string): string | undefined {
	if (isStandIn(value)) return 'It is a placeholder; write the text itself.';
	if (isRunaway(`${value} `)) return 'It repeats itself without end.';
	const number = /\d/.test(value) ? findPattern(value, gameNumberPatterns) : undefined;
	if (number) return `It holds ${number.meaning} (\`${number.match}\`); write no numbers of the game.`;
	const foreign = findForeignWord(value);
	if (foreign) return `\`${foreign}\` does not belong to ordinary contemporary life.`;
	return findUnicodeFault(value);
}
