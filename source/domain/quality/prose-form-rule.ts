import {findPattern, type NamedPattern} from './find-pattern.js';
import {createRule} from './rule.js';

const patterns: readonly NamedPattern[] = [
	{pattern: /(?<![\p{L}\p{N}])(?:[A-Da-d]|\d)\)/u, meaning: 'an option label'},
	{pattern: /[()[\]{}<>]/u, meaning: 'a bracket or parenthesis'},
	{pattern: /^\s*#{1,6}\s?\S+/mu, meaning: 'a heading'},
	{pattern: /^\s*[-•·▪]\s+\S+/mu, meaning: 'a list item'},
	{pattern: /\*|```|(?<![\p{L}\p{N}])_{1,2}\p{L}+/u, meaning: 'markdown'},
	{pattern: /^\s*-{3,}\s*$/mu, meaning: 'a ruled line'},
	{pattern: /^\s*(?:\d{1,2}|[A-D])[.)]\s+\S+/mu, meaning: 'an option label'},
	{pattern: /\b[Oo]ption (?:[A-D]|\d+)(?![\p{L}\p{N}])/u, meaning: 'an option label'},
	{
		pattern: /(?<!\p{L})\p{L}+\s*:\s*[+\-−–]?\d+(?:\.\d+)?(?![\p{L}\p{N}:]|[ \t]+\p{Ll})/u,
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
		const found = findPattern(prose, patterns);
		return found && `It holds ${found.meaning} (\`${found.match}\`); only continuous prose is allowed.`;
	},
});
