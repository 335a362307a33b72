import type {Draw} from '../../domain/draw.js';
import {contentStems, sharesStem} from '../../domain/quality/extract-stems.js';
import {hookWords} from '../../domain/quality/hook-words.js';
import type {Random} from '../../domain/random.js';
import scenes from './scenes.json' with {type: 'json'};
import {fillTemplate, type TemplateValues} from './template-values.js';

/** A hook as it is planned, and the sentence that tells it. */
type Hook = {element: string; prose: string};

export function chooseHook(draw: Draw, random: Random): Hook {
	return random.pick(scenes.hooks[draw.hookType]);
}

/** The sentence that belongs to a planned hook; for a plan that another engine made, one that uses its words. */
export function tellHook(subject: {
	draw: Draw;
	planned: string;
	random: Random;
	values: TemplateValues;
}): string {
	const {draw, planned, random, values} = subject;
	const own = scenes.hooks[draw.hookType].find(hook => fillTemplate(hook.element, values) === planned);
	if (own) return fillTemplate(own.prose, values);
	const told = fillTemplate(chooseHook(draw, random).prose, values);
	if (sharesStem(contentStems(planned, draw.name), told)) return told;
	const [word = 'it'] = hookWords(planned, draw.name);
	return fillTemplate(`{They} said the word “${word}” once and let it lie.`, values);
}
