import {readNameless, spellPhrase} from '../quality/list-phrases.js';
import {sceneShape, sentenceShape} from '../quality/scene-shape.js';
import {splitSentences} from '../quality/split-sentences.js';
import {expectAtMost, type FigureGroup, formatPart} from './figure-group.js';
import {createTally, formatDistinct, nameLid, type Tally} from './tally.js';

const mostListed = 10;
const fewestRecords = 40;
const most = {word: 0.25, opening: 0.05, shape: 0.1};
const openingWords = 3;

/** How scenes begin, by their first word, their first three, and the beginnings of their first four sentences. */
export function createOpenings(): FigureGroup {
	const words = createTally();
	const openings = createTally();
	const shapes = createTally();
	const sentences = createTally();
	let sentenceCount = 0;
	return {
		add({npc_profile: {name}, npc_card_narrative: {dialogue_prose: prose}}) {
			const first = readNameless(prose, name).slice(0, openingWords);
			words.add(first[0]?.text ?? '');
			openings.add(spellPhrase(first));
			shapes.add(sceneShape(prose, name));
			for (const sentence of splitSentences(prose)) {
				sentenceCount++;
				sentences.add(sentenceShape(sentence, name));
			}
		},
		read() {
			return {
				section: {
					id: 'openings',
					title: 'Openings and shapes of sentences',
					facts: [
						...listTop('first word', words),
						...listTop('first three words', openings),
						...listTop('shape of a scene', shapes),
						...sentences.top().map(({value, count}) => ({
							label: `sentences that begin with ${value}`,
							value: formatPart(count, sentenceCount),
						})),
					],
					charts: [
						chart('First word of the dialogue', words),
						chart('Beginnings of sentences', sentences),
						chart('Shape of a scene: beginnings of its first four sentences', shapes),
					],
				},
				findings: [
					judge({id: 'opening-word', title: 'Most frequent first word', tally: words, share: most.word}),
					judge({
						id: 'opening',
						title: 'Most frequent first three words',
						tally: openings,
						share: most.opening,
					}),
					judge({
						id: 'scene-shape',
						title: 'Most frequent shape of a scene',
						tally: shapes,
						share: most.shape,
					}),
				],
				figures: {
					first_words: words.top(50),
					first_three_words: openings.top(50),
					scene_shapes: shapes.top(50),
					sentence_beginnings: sentences.top(),
				},
			};
		},
	};
}

function listTop(what: string, tally: Tally) {
	return [
		{label: `different, ${what}`, value: `${formatDistinct(tally)} in ${tally.total} records`},
		{
			label: `most frequent ${what}`,
			value:
				tally
					.top(mostListed)
					.map(({value, count}) => `${value} ${count}`)
					.join(', ') + nameLid(tally) || 'none',
		},
	];
}

function chart(title: string, tally: Tally) {
	const bars = tally.top(mostListed).map(({value, count}) => ({label: value, count}));
	return {kind: 'bars' as const, title, bars};
}

function judge(parts: {id: string; title: string; tally: Tally; share: number}) {
	const {id, title, tally, share} = parts;
	const [first] = tally.top(1);
	return expectAtMost({
		id,
		title,
		share: first ? first.count / tally.total : 0,
		most: share,
		shown: first ? `${first.value}: ${formatPart(first.count, tally.total)}${nameLid(tally)}` : 'none',
		why: 'scenes that begin alike go on alike',
		isTooSmall: tally.total < fewestRecords,
	});
}
