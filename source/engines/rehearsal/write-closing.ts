import {type Draw, supportGap} from '../../domain/draw.js';
import {type CapacityLevel, supportReach} from '../../domain/parameter-space.js';
import type {Random} from '../../domain/random.js';
import closings from './closings.json' with {type: 'json'};
import {fillTemplate, type TemplateValues} from './template-values.js';

type ClosingSubject = {draw: Draw; random: Random; values: TemplateValues};

/**
 * How the scene comes out: where the NPC is not honest, what you could see all the same; where the NPC is, the limit
 * (gap above 2) or the welcome, and an offer that fits what is left.
 */
export function writeClosing(subject: ClosingSubject): string {
	const {authenticity} = subject.draw.cell;
	if (authenticity === 'failed')
		return tellSign(subject, saysYes(subject.draw) ? closings.hiddenCosts : closings.unusedRoom);
	if (authenticity === 'struggling')
		return tellSign(subject, settlesNothing(subject.draw) ? closings.unusedRoom : closings.unsureRoom);
	return tellOffer(subject);
}

function saysYes({cell, misjudgmentDirection}: Draw): boolean {
	const {complexity} = cell;
	if (complexity === 'misjudgment') return misjudgmentDirection !== 'under';
	return complexity === 'people_pleasing' || complexity === 'over_commitment';
}

function settlesNothing({cell}: Draw): boolean {
	return cell.complexity === 'avoidance' || cell.complexity === 'emotional_shutdown';
}

function isBeyondReach(draw: Draw): boolean {
	return supportGap(draw) > supportReach;
}

function tellSign({draw, random, values}: ClosingSubject, within: readonly string[]): string {
	return fillTemplate(random.pick(isBeyondReach(draw) ? closings.hiddenLimits : within), values);
}

function tellOffer(subject: ClosingSubject): string {
	const {draw, random} = subject;
	switch (draw.cell.complexity) {
		case 'avoidance':
			return afterSign(subject, `“${random.pick(closings.answersLater)}”`);
		case 'emotional_shutdown':
			return afterSign(subject, `“${random.pick(closings.quietOffers[draw.cell.capacity])}”`);
		case 'misjudgment':
			return draw.cell.authenticity === 'authentic' ? tellMisjudgedOffer(subject) : tellPlainOffer(subject);
		default:
			return tellPlainOffer(subject);
	}
}

/** Those who say little or give no answer yet: the limit shows beside the words. */
function afterSign(subject: ClosingSubject, speech: string): string {
	return isBeyondReach(subject.draw) ? `${tellSign(subject, [])} ${speech}` : speech;
}

function tellPlainOffer(subject: ClosingSubject): string {
	const {draw, random} = subject;
	const answer = random.pick(isBeyondReach(draw) ? closings.limits : closings.welcomes);
	return joinSpeech(subject, {answer, offer: random.pick(closings.offers[draw.cell.capacity])});
}

/** An honest offer from a wrong estimate: too much in one direction, too little in the other. */
function tellMisjudgedOffer(subject: ClosingSubject): string {
	const {draw, random} = subject;
	const over = draw.misjudgmentDirection !== 'under';
	const believed: CapacityLevel = over ? 'high' : 'crisis';
	const answer = random.pick(over ? closings.welcomes : closings.limits);
	const speech = joinSpeech(subject, {answer, offer: random.pick(closings.offers[believed])});
	return over && random.integer(0, 1) === 0 ? afterSign(subject, speech) : speech;
}

/** In one breath, or with "she said" in between. */
function joinSpeech({random, values}: ClosingSubject, said: {answer: string; offer: string}): string {
	if (random.integer(0, 1) === 0) return `“${said.answer} ${said.offer}”`;
	const tag = fillTemplate(random.pick(closings.saidTags), values);
	return `“${said.answer.slice(0, -1)},” ${tag}. “${said.offer}”`;
}
