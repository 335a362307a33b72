import type {Pronouns, RequestType} from './situation.js';

/** The lists that draws come from: `prompts/world/*.txt`, one entry a line, `#` comments. Users bring their own. */
export type World = {
	/** A given name with the pronouns it is drawn with: `Amara she/her`. No name repeats until the list is used up. */
	names: Array<{name: string; pronouns: Pronouns}>;
	ageBands: string[];
	occupations: string[];
	venues: string[];
	/** What the player asks about, by request type: sections `[advice]` … in `subjects.txt`. */
	subjects: Record<RequestType, string[]>;
	objects: string[];
	drains: string[];
	openings: string[];
	styles: string[];
	senses: string[];
	actions: string[];
};
