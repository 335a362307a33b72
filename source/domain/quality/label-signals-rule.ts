import {createRule} from './rule.js';
import {findMissedSignals} from './signals/pair-signals.js';

/**
 * The prose shows what its pair of labels wants, as far as detectors see it. Soft, for good: on held-out labelled texts
 * none of them is right in 95 of 100 (`docs/quality.md`).
 */
export const labelSignalsRule = createRule({
	name: 'label-signals',
	hard: false,
	praise: 'It shows what its labels want.',
	findFault(subject) {
		const missed = findMissedSignals(subject);
		if (missed.length === 0) return undefined;
		const {complexity, authenticity} = subject.draw.cell;
		const told = missed.map(({signal, shows}) => `${shows ? 'no ' : ''}${signal}`).join(', ');
		return `For ${complexity} and ${authenticity} a reader would see: ${told}.`;
	},
});
