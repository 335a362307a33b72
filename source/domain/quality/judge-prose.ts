import type {ProseSubject, RuleFinding} from './rule.js';
import {hardRules, softRules} from './rules.js';

/** `score`: share of the soft rules that passed, 0-1, two decimals. */
export type ProseJudgement = {hard: RuleFinding[]; soft: RuleFinding[]; score: number};

/** Holds a dialogue against every rule of the domain guide, section 6, that code can check on one text. */
export function judgeProse(subject: ProseSubject): ProseJudgement {
	const hard = hardRules.map(rule => rule.check(subject));
	const soft = softRules.map(rule => rule.check(subject));
	const passed = soft.filter(finding => finding.passed).length;
	return {hard, soft, score: Number((passed / soft.length).toFixed(2))};
}
