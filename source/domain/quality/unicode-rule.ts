import {hasOnlyOrdinaryCharacters} from './ordinary-characters.js';
import {createRule} from './rule.js';

const mojibake =
	/â€|Ã[^\p{L}\s.,;:!?'"’”-]|Ã[ŒœŠšŸŽžƒª]|Â[\u0080-\u00BF]|‚[ÄúÑÜ]|√[©®±≥°º†¥¢]|ðŸ|ï¿½|Å[“™¡’]|Ä[™‡]/u;
const replacement = /\uFFFD/u;
/** Controls but the newline; format characters (bidi, zero width, soft hyphen) but the joiner inside an emoji. */
const forbidden =
	/(?!\n|(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;

/** Why `text` is not intact Unicode, or undefined; newlines, accents, dashes, curly quotes and emoji are fine. */
export function findUnicodeFault(text: string): string | undefined {
	if (hasOnlyOrdinaryCharacters(text)) return undefined;
	const garbled = mojibake.exec(text)?.[0];
	if (garbled) return `It holds garbled characters (\`${garbled}\`).`;
	if (replacement.test(text)) return 'It holds the replacement character U+FFFD.';
	const character = forbidden.exec(text)?.[0];
	return character && `It holds the invisible or control character ${nameCodePoint(character)}.`;
}

function nameCodePoint(character: string): string {
	const hexadecimal = (character.codePointAt(0) as number).toString(16).toUpperCase();
	return `U+${hexadecimal.padStart(4, '0')}`;
}

export const unicodeRule = createRule({
	name: 'unicode',
	hard: true,
	praise: 'Its characters are intact.',
	findFault: ({prose}) => findUnicodeFault(prose),
});
