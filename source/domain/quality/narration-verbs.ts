import {irregularForms} from './irregular-forms.js';

const bases = `
add adjust admit agree answer arrive ask avoid begin bend blink break breathe bring brush call carry catch check clear
close come continue count cross decide drag draw drift drink drop exhale fall feel fidget find finish flicker flinch
fold follow frown gesture give glance go grin grip hand hang hear hesitate hold hover ignore inhale jerk keep know
laugh lay lean leave lick lift linger listen look lower make mumble murmur mutter need nod offer open pause pick place
play point press pretend pull push raise reach remember repeat reply rest rub run say scratch see seem shake shift
shrug sigh sip sit slide slip slump smile smooth snap speak squeeze stack stand stare start stay steady step stir stop
straighten stretch study swallow take talk tap tear tell think throw tighten tilt touch trace trail tremble tuck turn
twist wait wake walk want watch wave waver whisper wince wipe wonder
`
	.trim()
	.split(/\s+/u);

const vowelEnd = /e$/u;
const consonantAndY = /[^aeiou]y$/u;
const doubled = /^(?:admit|drag|drop|grin|grip|nod|rub|shrug|sip|slip|snap|step|stir|stop|tap)$/u;

function pastForms(base: string): readonly string[] {
	const irregular = irregularForms[base]?.filter(form => !form.endsWith('ing'));
	if (irregular && irregular.length > 0) return irregular;
	if (vowelEnd.test(base)) return [`${base}d`];
	if (consonantAndY.test(base)) return [`${base.slice(0, -1)}ied`];
	return doubled.test(base) ? [`${base}${base.at(-1)}ed`] : [`${base}ed`];
}

function presentForm(base: string): string {
	if (consonantAndY.test(base)) return `${base.slice(0, -1)}ies`;
	return /(?:[sxz]|ch|sh|o)$/u.test(base) ? `${base}es` : `${base}s`;
}

/** Past forms of common narration verbs. */
export const pastVerbs: ReadonlySet<string> = new Set([
	...[
		'was',
		'were',
		'had',
		'did',
		'could',
		'would',
		"wasn't",
		"weren't",
		"hadn't",
		"didn't",
		"couldn't",
		"wouldn't",
	],
	...bases.flatMap(pastForms),
]);

/** Third-person present forms. */
export const presentVerbs: ReadonlySet<string> = new Set([
	...['is', 'has', 'does', "isn't", "hasn't", "doesn't"],
	...bases.map(presentForm),
]);

/** Present forms behind "they" and "you". */
export const presentPluralVerbs: ReadonlySet<string> = new Set(['are', 'have', 'do', "aren't", ...bases]);
