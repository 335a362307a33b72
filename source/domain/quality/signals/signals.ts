import {hasAnswer} from './detect-answer.js';
import {hasAttack} from './detect-attack.js';
import {hasExcessGuilt} from './detect-guilt.js';
import {hasLimit} from './detect-limit.js';
import {hasOffer} from './detect-offer.js';
import {hasProjection} from './detect-projection.js';
import {hasPromise} from './detect-promise.js';
import {hasTask} from './detect-task.js';
import {hasWithdrawal} from './detect-withdrawal.js';
import type {SpokenText} from './spoken-text.js';

/**
 * What can be seen in a dialogue without a model. How far each is to be believed was measured on labelled texts
 * (`npm run bench:rules`, `docs/quality.md`): none is good enough to refuse a reply.
 */
export const signals = {
	limit: hasLimit,
	offer: hasOffer,
	promise: hasPromise,
	answer: hasAnswer,
	attack: hasAttack,
	withdrawal: hasWithdrawal,
	projection: hasProjection,
	task: hasTask,
	guilt: hasExcessGuilt,
} as const satisfies Record<string, (text: SpokenText) => boolean>;

export type Signal = keyof typeof signals;
export const signalNames = Object.keys(signals) as Signal[];
