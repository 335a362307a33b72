import type {SpokenText} from './spoken-text.js';

const sorry = /\b(?:sorry|forgive me|apologi[sz]e)\b(?! (?:to hear|about your|for your loss))/gi;
const belittling =
	/\b(?:I'm (?:ashamed|useless|hopeless|a terrible|an awful|the worst|no good to|the wrong)|I'd be no (?:use|good)|I(?:'ve)? (?:always )?(?:let|failed) (?:you|everyone)|an old fool|I feel (?:terrible|awful|so bad)|I'm a (?:bad|rotten|poor) friend|forgive me,|I know I'm (?:terrible|useless)|anything I touch|never had a head|you're not cross|it's all my fault|would that be awful|I hate myself|some friend I am|don't hate me|I'm not much good)\b/i;

const sorriesAllowed = 1;

const told = /\bapologi[sz](?:ed|ing) (?:twice|again|three|over and over|once more|for)\b/i;

/** More than one plain sorry, or self-blame. */
export function hasExcessGuilt({speech, narration}: SpokenText): boolean {
	if (told.test(narration)) return true;
	return (speech.match(sorry)?.length ?? 0) > sorriesAllowed || belittling.test(speech);
}
