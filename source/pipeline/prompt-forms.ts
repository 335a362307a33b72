import type {ModelStep} from '../domain/step-outputs.js';
import type {PromptForm} from './build-messages.js';

/** How a call asked: afresh in a form, or, by what stands already, for a `repair` of the full form or to `go-on`. */
export type Asked = PromptForm | 'repair' | 'go-on';

type Score = {calls: number; good: number};

/** Which ways to ask a step this model follows, learned while the run goes. */
export type PromptForms = {
	/** The form to begin with: full, unless it was tried often, hardly ever worked, and the short one works better. */
	first(step: ModelStep): PromptForm;
	/** Whether to ask in this way after a refusal: until it was tried often and the short form, afresh, works more than twice as often. */
	isWorth(step: ModelStep, asked: Asked): boolean;
	note(step: ModelStep, asked: Asked, isGood: boolean): void;
};

const fewestCalls = 4;
const poorShare = 0.2;
const timesBetter = 2;

export function createPromptForms(): PromptForms {
	const scores = new Map<ModelStep, Record<Asked, Score>>();
	const scoreOf = (step: ModelStep, asked: Asked) => {
		const ofStep = scores.get(step) ?? noScores();
		scores.set(step, ofStep);
		return ofStep[asked];
	};
	return {
		first(step) {
			const full = scoreOf(step, 'full');
			const isPoor = full.calls >= fewestCalls && share(full) < poorShare;
			return isPoor && share(scoreOf(step, 'short')) > share(full) ? 'short' : 'full';
		},
		isWorth(step, asked) {
			const score = scoreOf(step, asked);
			return score.calls < fewestCalls || share(scoreOf(step, 'short')) <= timesBetter * share(score);
		},
		note(step, asked, isGood) {
			const score = scoreOf(step, asked);
			score.calls++;
			if (isGood) score.good++;
		},
	};
}

function noScores(): Record<Asked, Score> {
	const none = () => ({calls: 0, good: 0});
	return {full: none(), short: none(), repair: none(), 'go-on': none()};
}

function share({calls, good}: Score): number {
	return calls === 0 ? 0 : good / calls;
}
