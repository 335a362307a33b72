import {contentStems, sharesStem} from './extract-stems.js';
import {createRule} from './rule.js';

/** The hook surfaces: at least one of its content words, by stem. The name of the NPC is no content word. */
export const hookWordsRule = createRule({
	name: 'hook-words',
	hard: true,
	praise: 'The hook surfaces in it.',
	findFault({prose, draw, tension}) {
		const planned = contentStems(tension.hook_element, draw.name);
		const wanted = planned.size > 0 ? planned : contentStems(draw.hookObject, draw.name);
		if (wanted.size === 0 || sharesStem(wanted, prose)) return undefined;
		return `It does not mention the hook; use a word of "${tension.hook_element}".`;
	},
});
