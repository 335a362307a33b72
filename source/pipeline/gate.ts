import {type Interaction, interactionSchema, type QualityReport} from '../domain/interaction.js';
import {judgeProse} from '../domain/quality/judge-prose.js';
import type {StepOutputs} from '../domain/step-outputs.js';
import {createSureFit} from '../domain/surely-fits.js';
import type {Slot, Workshop} from './workshop.js';

export type GateVerdict = {accepted: true} | {accepted: false; reason: string};

/** The quality report of finished prose; its hard rules decide, its soft ones are for the record. */
export function reportQuality(slot: Slot, outputs: Required<StepOutputs>): QualityReport {
	const {prose, trimmed} = outputs.dialogue;
	return {...judgeProse({prose, draw: slot.draw, tension: outputs.tension}), trimmed};
}

const surelyFits = createSureFit(interactionSchema);

/** The last look before a record goes to disk. A rejection is a value and carries its reason. */
export function passGate(workshop: Workshop, interaction: Interaction): GateVerdict {
	const misfit = surelyFits(interaction) ? undefined : interactionSchema.safeParse(interaction).error;
	if (misfit) {
		const issue = misfit.issues[0];
		return reject(`the record does not fit its schema: ${issue?.path.join('.')}: ${issue?.message}`);
	}
	const broken = interaction.training_metadata.quality.hard.find(finding => !finding.passed);
	if (broken) return reject(broken.detail);
	const copy = workshop.nearCopies.findNearCopy(interaction.npc_card_narrative.dialogue_prose);
	return copy ? reject(`nearly the same as ${copy.id}`) : {accepted: true};
}

function reject(reason: string): GateVerdict {
	return {accepted: false, reason};
}
