import type {Draw} from '../draw.js';
import type {ProseSubject, RuleFinding} from './rule.js';
import {hardRules, softRules} from './rules.js';

/** `score`: share of the soft rules that passed, 0-1, two decimals. */
export type ProseJudgement = {hard: RuleFinding[]; soft: RuleFinding[]; score: number};

const checked = new WeakMap<Draw, {subject: ProseSubject; findings: RuleFinding[]}>();

/**
 * Holds a dialogue against every hard rule of the domain guide, section 6, that code can check on one text. The latest
 * findings of a draw are kept: its step asks for them, then its record does.
 */
export function checkHardRules(subject: ProseSubject): RuleFinding[] {
	const known = checked.get(subject.draw);
	if (known?.subject.prose === subject.prose && known.subject.tension === subject.tension)
		return known.findings;
	const findings = hardRules.map(rule => rule.check(subject));
	checked.set(subject.draw, {subject, findings});
	return findings;
}

/** The same with the soft rules, which only what is taken is held against: a step may refuse prose for other reasons. */
export function judgeProse(subject: ProseSubject): ProseJudgement {
	const hard = checkHardRules(subject);
	const soft = softRules.map(rule => rule.check(subject));
	const passed = soft.filter(finding => finding.passed).length;
	return {hard, soft, score: Number((passed / soft.length).toFixed(2))};
}
