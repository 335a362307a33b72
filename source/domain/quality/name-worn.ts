import type {WornThing} from './variety-meter.js';

const kindWords: Record<WornThing['kind'], string> = {
	phrase: '',
	'stock-phrase': 'stock phrase ',
	opening: 'opening ',
	shape: 'shape ',
	name: 'name ',
	venue: 'venue ',
	wording: '',
};

/** One worn thing for a display: `"what you remembered afterwards" in 14 of 100`. */
export function nameWorn({kind, what, count, of}: WornThing): string {
	if (kind === 'wording') return 'the wording as a whole';
	return `${kindWords[kind]}"${what}" in ${count} of ${of}`;
}
