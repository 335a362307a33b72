import {contractionsRule} from './contractions-rule.js';
import {hookWordsRule} from './hook-words-rule.js';
import {labelSignalsRule} from './label-signals-rule.js';
import {lengthRule} from './length-rule.js';
import {behaviourRule, physicalActionRule, sensoryDetailRule, stockPhrasesRule} from './narration-rules.js';
import {numbersInMouthRule} from './numbers-in-mouth-rule.js';
import {pointOfViewRule} from './point-of-view-rule.js';
import {pronounsRule} from './pronouns-rule.js';
import {proseFormRule} from './prose-form-rule.js';
import type {Rule} from './rule.js';
import {settingRule} from './setting-rule.js';
import {alternativeRule, hasSpeechRule, limitsShownRule, subtextRule} from './speech-rules.js';
import {tenseRule} from './tense-rule.js';
import {unicodeRule} from './unicode-rule.js';

/** A dialogue that breaks one of these is sent back, then redone. Near copies need the run and are judged there. */
export const hardRules: readonly Rule[] = [
	unicodeRule,
	lengthRule,
	proseFormRule,
	numbersInMouthRule,
	contractionsRule,
	hookWordsRule,
	settingRule,
	pointOfViewRule,
	tenseRule,
];

/** Scored and reported, never a reason to refuse. */
export const softRules: readonly Rule[] = [
	hasSpeechRule,
	physicalActionRule,
	limitsShownRule,
	alternativeRule,
	behaviourRule,
	sensoryDetailRule,
	subtextRule,
	stockPhrasesRule,
	pronounsRule,
	labelSignalsRule,
];
