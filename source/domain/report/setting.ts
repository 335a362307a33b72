import {listForeignWords} from '../quality/setting-rule.js';
import {foreignPhrases, foreignWords, ordinaryUses} from '../quality/setting-words.js';
import {expectNone, type FigureGroup} from './figure-group.js';
import {createTally} from './tally.js';

const mostListed = 40;

/**
 * Words that do not belong to ordinary contemporary life, in the dialogue and in the scene around it, with the list that
 * was looked for.
 */
export function createSetting(): FigureGroup {
	const words = createTally(2_000);
	let records = 0;
	let inDialogue = 0;
	let anywhere = 0;
	return {
		add({npc_card_narrative: narrative, interaction_context: context, tension_memory: tension}) {
			records++;
			const said = listForeignWords(narrative.dialogue_prose);
			const around = [
				narrative.setting_context,
				context.situation_description,
				context.location,
				tension.tension_hook.element,
			].flatMap(text => listForeignWords(text ?? ''));
			if (said.length > 0) inDialogue++;
			const all = new Set([...said, ...around].map(word => word.toLowerCase()));
			if (all.size > 0) anywhere++;
			for (const word of all) words.add(word);
		},
		read() {
			return {
				section: {
					id: 'setting',
					title: 'Setting: fantasy and science fiction',
					facts: [
						{label: 'records with such words in the dialogue', value: `${inDialogue} of ${records}`},
						{label: 'records with such words anywhere', value: `${anywhere} of ${records}`},
						{
							label: 'words found, by records',
							value:
								words
									.top(mostListed)
									.map(({value, count}) => `${value} ${count}`)
									.join(', ') || 'none',
						},
					],
					charts: [
						{
							kind: 'bars',
							title: 'Words of other worlds, by records',
							bars: words.top(15).map(({value, count}) => ({label: value, count})),
						},
					],
				},
				findings: [
					expectNone({
						id: 'setting',
						title: 'Dialogues that leave contemporary life',
						count: inDialogue,
						total: records,
						why: 'the game plays in flats, shops and offices; ruins and consoles are learned',
					}),
					expectNone({
						id: 'setting-anywhere',
						title: 'Records with such words in the scene',
						count: anywhere,
						total: records,
						why: 'the scene is what a trainer puts into the prompt',
					}),
				],
				lists: listLists(),
				figures: {
					records,
					in_dialogue: inDialogue,
					anywhere,
					words: words.top(),
					list: {
						words: foreignWords,
						phrases: foreignPhrases.map(({pattern}) => String(pattern)),
						ordinary_uses_left_out: ordinaryUses.map(String),
					},
				},
			};
		},
	};
}

function listLists() {
	return [
		{label: 'setting, words', value: foreignWords.join(', ')},
		...foreignPhrases.map(({pattern}, index) => ({
			label: `setting, phrase ${index + 1}`,
			value: pattern.source,
		})),
		...ordinaryUses.map((use, index) => ({
			label: `setting, ordinary use ${index + 1} that is left out`,
			value: use.source,
		})),
	];
}
