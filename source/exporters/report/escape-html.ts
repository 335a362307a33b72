import {cleanForDisplay} from '../../domain/quality/clean-for-display.js';

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text of a model or a file as it may stand in a page: no tag, no control, nothing invisible. */
export function escapeHtml(text: string): string {
	const escaped = cleanForDisplay(text).replace(/[&<>"']/gu, character => entities[character] as string);
	return escaped.replaceAll(' %', '&nbsp;%');
}
