import {findPattern, type NamedPattern} from './find-pattern.js';
import {hasOnlyOrdinaryCharacters} from './ordinary-characters.js';
import {createRule} from './rule.js';

const patterns: readonly NamedPattern[] = [
	{pattern: /(?<![\p{L}\p{N}])(?:[A-Da-d]|\d)\)/u, meaning: 'an option label'},
	{pattern: /[()[\]{}<>]/u, meaning: 'a bracket or parenthesis'},
	{pattern: /^\s*#{1,6}\s?\S+/mu, meaning: 'a heading'},
	{pattern: /^\s*[-•·▪]\s+\S+/mu, meaning: 'a list item'},
	{pattern: /\*|```|(?<![\p{L}\p{N}])_{1,2}\p{L}+/u, meaning: 'markdown'},
	{pattern: /https?:\/\//u, meaning: 'a web address', needs: '://'},
	{pattern: /\\/u, meaning: 'a backslash', needs: '\\'},
	{pattern: /^\s*-{3,}\s*$/mu, meaning: 'a ruled line'},
	{pattern: /^\s*(?:\d{1,2}|[A-D])[.)]\s+\S+/mu, meaning: 'an option label'},
	{pattern: /\b[Oo]ption (?:[A-D]|\d+)(?![\p{L}\p{N}])/u, meaning: 'an option label'},
	{
		pattern:
			/(?<!\p{L})(?!(?:[Bb]us|[Tt]ram|[Pp]latform|[Gg]ate|[Rr]oom|[Ff]lat|[Pp]age|[Cc]hannel|[Tt]able|[Ss]top|[Ss]eat)\b)\p{L}+\s*:\s*[+\-−–]?\d+(?:\.\d+)?(?![\p{L}\p{N}:]|[ \t]+\p{Ll})/u,
		meaning: 'a stat line',
		needs: ':',
	},
	{
		pattern:
			/(?<![\p{L}\p{N}$£€])(?:\+\s?\d(?!\d*[\s-]?\d{3})|[-−]\d+(?:\.\d+)?\s+(?:trust|support|energy|stress|affection|bond|xp)\b)\S*/iu,
		meaning: 'a stat change',
	},
	{
		pattern: /^\s*\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,2}\s*:(?=\s|["“'‘]|$)/mu,
		meaning: 'a script line',
		needs: ':',
	},
];

/** Continuous prose: no script lines, brackets, option labels, stat changes or markdown. */
export const proseFormRule = createRule({
	name: 'prose-form',
	hard: true,
	praise: 'It is continuous prose.',
	findFault({prose}) {
		const found = findPattern(prose, patterns) ?? findEmoji(prose);
		return found && `It holds ${found.meaning} (\`${found.match}\`); only continuous prose is allowed.`;
	},
});

const mostEmoji = 2;

/** One may stand in a message that is read out; several decorate. */
function findEmoji(prose: string): {meaning: string; match: string} | undefined {
	if (hasOnlyOrdinaryCharacters(prose)) return undefined;
	const found = prose.match(/\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/gu) ?? [];
	return found.length > mostEmoji ? {meaning: 'emoji', match: found.join('')} : undefined;
}
