import {countWords} from '../../domain/count-words.js';
import {findOutsideWords} from '../../domain/quality/chatter.js';
import {cleanReply} from '../../domain/quality/clean-reply.js';
import {hasFormBreak, mayBreakForm} from '../../domain/quality/cut-at-form-break.js';
import {createIntroductionFilter, hasAfterword} from '../../domain/quality/drop-chatter.js';
import {echoShare, repeatShare} from '../../domain/quality/echo-share.js';
import {checkHardRules} from '../../domain/quality/judge-prose.js';
import {createProseMeter, type ProseMeter} from '../../domain/quality/prose-meter.js';
import {proseLimits, trimProse} from '../../domain/quality/trim-prose.js';
import {baseSampling} from './sampling.js';
import type {StepDefinition, StepSubject, StepVerdict, StreamWatch} from './step-definition.js';

/** A sentence of 20 words copied into a scene of 90 makes 0.18. */
const mostEcho = 0.2;
/** A sentence of 15 words said twice in a scene of 90 makes 0.12. */
const mostRepeat = 0.1;

/**
 * Step 4: the prose, asked for as plain text. Inside JSON small models loop, and plain text streams straight to the
 * screen. The stream is ended once 120 words are passed and cut back to its last fitting sentence.
 */
export const dialogueStep: StepDefinition = {
	step: 'dialogue',
	sampling: {...baseSampling, temperature: 0.92},
	maxTokens: () => 220,
	schema: () => undefined,
	watch: watchProse,
	check(reply, subject) {
		const {prose, isCutBehind} = cleanReply(reply.text);
		const trimmed = trimProse(prose, proseLimits);
		if (trimmed === undefined) return refuseLength(prose, isCutBehind ? 'stop' : reply.finish);
		return judge({...trimmed, trimmed: trimmed.trimmed || isCutBehind}, subject);
	},
};

/** Ends the stream where it has enough words, goes round in circles, or stops being prose. What introduces it is passed over. */
function watchProse(before: string): StreamWatch {
	const meter = createProseMeter();
	const dropIntroduction = createIntroductionFilter();
	if (before !== '') meter.push(before);
	let mayBreak = mayBreakForm(before);
	return {
		push(piece) {
			const prose = dropIntroduction(piece);
			const isEnough = meter.push(prose) === 'enough';
			mayBreak ||= mayBreakForm(prose);
			return isEnough || (mayBreak && isOver(meter)) ? 'enough' : 'continue';
		},
		get failure() {
			return meter.failure;
		},
	};
}

function isOver({text, words}: ProseMeter): boolean {
	return hasFormBreak(text) || (words >= proseLimits.minWords && hasAfterword(text));
}

function refuseLength(text: string, finish: string): StepVerdict {
	const words = countWords(text);
	if (words < proseLimits.minWords && finish === 'length') {
		const reason = `The reply ran into its token budget after ${words} words.`;
		return {ok: false, failure: 'cut-at-limit', reason, next: 'redo'};
	}
	if (words > 0 && words < proseLimits.minWords && finish === 'stop') {
		const reason = `It has ${words} words; ${proseLimits.minWords} to ${proseLimits.maxWords} are needed.`;
		return {ok: false, failure: 'rule-broken', reason, next: 'go-on', from: text};
	}
	if (words === 0) return {ok: false, failure: 'rule-broken', reason: 'It holds no prose.', next: 'redo'};
	const reason = `It has ${words} words and no sentence ends between ${proseLimits.minWords} and ${proseLimits.maxWords}.`;
	return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
}

function judge(dialogue: {prose: string; trimmed: boolean}, subject: StepSubject): StepVerdict {
	const {draw, outputs} = subject;
	const tension = outputs.tension as NonNullable<typeof outputs.tension>;
	const broken = checkHardRules({prose: dialogue.prose, draw, tension}).find(finding => !finding.passed);
	if (broken) return {ok: false, failure: 'rule-broken', reason: broken.detail, next: 'repair'};
	const outside = findOutsideWords(dialogue.prose);
	if (outside !== undefined) {
		const reason = `It steps out of the story (\`${outside}\`); tell the story alone, with nothing before or behind it.`;
		return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
	}
	if (echoShare(dialogue.prose, subject.prompt) > mostEcho) {
		const reason = 'It repeats the notes word for word; tell what happened next in words of its own.';
		return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
	}
	const copied = subject.findCopiedRun(dialogue.prose);
	if (copied !== undefined) {
		const reason = `It repeats the notes (\`${copied}\`); let ${draw.name} say it in words of their own.`;
		return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
	}
	if (repeatShare(dialogue.prose) > mostRepeat) {
		const reason = 'It says the same thing twice; tell each thing once.';
		return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
	}
	const overused = subject.findOverused(dialogue.prose)?.replaceAll('NAME', draw.name);
	if (overused !== undefined) {
		const reason = `It says \`${overused}\`, as too many scenes before it; say that in other words.`;
		return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
	}
	const copyOf = subject.findNearCopy(dialogue.prose);
	if (copyOf !== undefined) {
		const reason = `It is nearly the same as ${copyOf}; tell this one in other words.`;
		return {ok: false, failure: 'rule-broken', reason, next: 'redo'};
	}
	return {ok: true, outputs: {dialogue}};
}
