import type {Draw} from '../draw.js';
import type {Tension} from '../step-outputs.js';

/** A dialogue as the rules see it: the prose, the draw it was written for and the plan it is held to. */
export type ProseSubject = {prose: string; draw: Draw; tension: Tension};

/** `detail` is one sentence that can be sent back to the model as the reason. */
export type RuleFinding = {rule: string; passed: boolean; detail: string};

/** One line of the domain guide, section 6. A hard rule refuses the reply; a soft one is scored and reported. */
export type Rule = {
	readonly name: string;
	readonly hard: boolean;
	check(subject: ProseSubject): RuleFinding;
};

type RuleDefinition = {
	name: string;
	hard: boolean;
	/** What is wrong, as a sentence; undefined when nothing is. */
	findFault(subject: ProseSubject): string | undefined;
	/** What is right, as a sentence. */
	praise: string;
};

export function createRule({name, hard, findFault, praise}: RuleDefinition): Rule {
	return {
		name,
		hard,
		check(subject) {
			const fault = findFault(subject);
			return {rule: name, passed: fault === undefined, detail: fault ?? praise};
		},
	};
}
