import type {ModelStep} from '../domain/step-outputs.js';
import type {PromptForm} from './build-messages.js';

type Score = {calls: number; good: number};

/** Which form of a step's prompt this model follows, learned while the run goes. */
export type PromptForms = {
	/** The form to begin with: full, unless it was tried often, hardly ever worked, and the short one works better. */
	first(step: ModelStep): PromptForm;
	note(step: ModelStep, form: PromptForm, isGood: boolean): void;
};

const fewestCalls = 4;
const poorShare = 0.2;

export function createPromptForms(): PromptForms {
	const scores = new Map<string, Score>();
	const scoreOf = (step: ModelStep, form: PromptForm) => scores.get(`${step} ${form}`) ?? {calls: 0, good: 0};
	return {
		first(step) {
			const full = scoreOf(step, 'full');
			const isPoor = full.calls >= fewestCalls && share(full) < poorShare;
			return isPoor && share(scoreOf(step, 'short')) > share(full) ? 'short' : 'full';
		},
		note(step, form, isGood) {
			const {calls, good} = scoreOf(step, form);
			scores.set(`${step} ${form}`, {calls: calls + 1, good: good + (isGood ? 1 : 0)});
		},
	};
}

function share({calls, good}: Score): number {
	return calls === 0 ? 0 : good / calls;
}
