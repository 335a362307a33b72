import type {Draw} from '../draw.js';
import type {ProseSubject, RuleFinding} from './rule.js';
import {hardRules, softRules} from './rules.js';

/** `score`: share of the soft rules that passed, 0-1, two decimals. */
export type ProseJudgement = {hard: RuleFinding[]; soft: RuleFinding[]; score: number};

const judged = new WeakMap<Draw, {subject: ProseSubject; judgement: ProseJudgement}>();

/**
 * Holds a dialogue against every rule of the domain guide, section 6, that code can check on one text. The latest
 * judgement of a draw is kept: its step asks for it, then its record does.
 */
export function judgeProse(subject: ProseSubject): ProseJudgement {
	const known = judged.get(subject.draw);
	if (known?.subject.prose === subject.prose && known.subject.tension === subject.tension)
		return known.judgement;
	const judgement = holdAgainstRules(subject);
	judged.set(subject.draw, {subject, judgement});
	return judgement;
}

function holdAgainstRules(subject: ProseSubject): ProseJudgement {
	const hard = hardRules.map(rule => rule.check(subject));
	const soft = softRules.map(rule => rule.check(subject));
	const passed = soft.filter(finding => finding.passed).length;
	return {hard, soft, score: Number((passed / soft.length).toFixed(2))};
}
