import {cleanForDisplay} from '../domain/quality/clean-for-display.js';
import {joinLines} from '../domain/quality/join-lines.js';
import type {RunControls} from '../pipeline/run-controls.js';
import {type CommandTargets, sentenceOf} from './perform-command.js';

export async function readRecord(id: string, controls: RunControls, targets: CommandTargets): Promise<void> {
	try {
		const interaction = await controls.readInteraction(id);
		targets.dispatch({type: 'record-read', id, interaction});
	} catch (error) {
		targets.dispatch({type: 'record-unreadable', id, reason: sentenceOf(error)});
	}
}

/** The doubtful ones, the worst of them open. */
export async function openReview(controls: RunControls, targets: CommandTargets): Promise<void> {
	targets.say('looking for doubtful ones', 'muted');
	const [first, ...others] = await controls.listDoubts();
	if (!first) return targets.say('nothing is doubtful: every soft rule passed', 'status.good');
	targets.dispatch({type: 'review-opened', doubts: [first, ...others]});
	targets.say('the most doubtful one first', 'muted');
	await readRecord(first.id, controls, targets);
}

/** The prose in the user's editor, and back before the rules. What they refuse is there at the next edit. */
export async function editRecord(id: string, controls: RunControls, targets: CommandTargets): Promise<void> {
	const {launcher, drafts} = targets;
	const {npc_card_narrative: card} = await controls.readInteraction(id);
	let edited = card.dialogue_prose;
	await targets.handOver(async () => {
		edited = await launcher.editText(drafts.get(id) ?? card.dialogue_prose);
	});
	// Prose of earlier versions may hold line feeds.
	const before = card.dialogue_prose.trim();
	if ([edited.trim(), joinLines(edited.trim())].includes(before))
		return targets.say('nothing was changed', 'muted');
	const reason = await controls.edit(id, edited);
	if (reason !== undefined) {
		drafts.set(id, edited);
		return targets.say(`refused: ${cleanForDisplay(reason)} E goes on with it`, 'status.error');
	}
	drafts.delete(id);
	targets.say('edited: the new prose counts', 'status.good');
	await readRecord(id, controls, targets);
}
