import type {ModelStep} from '../domain/step-outputs.js';
import type {PromptForm} from './build-messages.js';

type Score = {calls: number; good: number};

/** Which form of a step's prompt this model follows, learned while the run goes. */
export type PromptForms = {
	/** The form to begin with: full, unless it was tried often, hardly ever worked, and the short one works better. */
	first(step: ModelStep): PromptForm;
	/** Whether a refused reply to the full form is sent back: until that was tried often and the short one, afresh, works twice as often. */
	isRepairWorth(step: ModelStep): boolean;
	note(step: ModelStep, asked: Asked, isGood: boolean): void;
};

/** `repair`: the full form with the refused reply and the reason behind it. */
type Asked = PromptForm | 'repair';

const fewestCalls = 4;
const poorShare = 0.2;
const timesBetter = 2;

export function createPromptForms(): PromptForms {
	const scores = new Map<string, Score>();
	const scoreOf = (step: ModelStep, asked: Asked) => scores.get(`${step} ${asked}`) ?? {calls: 0, good: 0};
	return {
		first(step) {
			const full = scoreOf(step, 'full');
			const isPoor = full.calls >= fewestCalls && share(full) < poorShare;
			return isPoor && share(scoreOf(step, 'short')) > share(full) ? 'short' : 'full';
		},
		isRepairWorth(step) {
			const repair = scoreOf(step, 'repair');
			return repair.calls < fewestCalls || share(scoreOf(step, 'short')) <= timesBetter * share(repair);
		},
		note(step, asked, isGood) {
			const {calls, good} = scoreOf(step, asked);
			scores.set(`${step} ${asked}`, {calls: calls + 1, good: good + (isGood ? 1 : 0)});
		},
	};
}

function share({calls, good}: Score): number {
	return calls === 0 ? 0 : good / calls;
}
