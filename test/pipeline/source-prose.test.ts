import {expect, test} from 'vitest';
import {createNearCopyIndex} from '../../source/domain/quality/find-near-copy.js';
import {holdAgainstSources} from '../../source/pipeline/hold-against-sources.js';
import type {CountedProse} from '../../source/pipeline/ports.js';
import {createRunFixture} from '../helpers/run-fixture.js';

const words = (first: number) => Array.from({length: 40}, (_, at) => `w${first + at}`).join(' ');

async function* tell(scenes: Array<Partial<CountedProse>>): AsyncGenerator<CountedProse> {
	for (const [at, scene] of scenes.entries()) {
		yield {id: `s${at}`, prose: words(at * 1_000), name: 'Ada', venue: `v${at}`, family: `f${at}`, ...scene};
	}
}

test('the more similar one is named, of the run or of a source, and equal ids are told apart', async () => {
	const own = createNearCopyIndex();
	own.add('a', words(0));
	const sources = [
		{id: 'a', prose: words(500)},
		{id: 'a', prose: words(700)},
		{id: 'b', prose: words(4)},
	];
	const {nearCopies} = await holdAgainstSources(own, tell(sources));
	expect(nearCopies.findNearCopy(words(0))).toEqual({id: 'a', similarity: 1});
	expect(nearCopies.findNearCopy(words(4))).toEqual({id: 'b', similarity: 1});
	expect(nearCopies.findNearCopy(words(500))).toEqual({id: 'a', similarity: 1});
	expect(nearCopies.findNearCopy(words(9_000))).toBeUndefined();

	nearCopies.remove('a');
	nearCopies.add('c', words(2));
	expect(nearCopies.findNearCopy(words(500))?.id).toBe('a');
	expect(nearCopies.findNearCopy(words(1))?.id).toBe('c');
	expect(nearCopies.size).toBe(1);
});

test('what the sources said too often is worn from the first prompt on, the newest of them only', async () => {
	const wornPhrase = 'the chipped blue saucer rattled';
	const worn = Array.from({length: 60}, (_, at) => ({prose: `${words(at * 50)} ${wornPhrase} ${words(at)}`}));
	const {run, engine} = await createRunFixture({count: 1, parts: {sourceProse: tell(worn)}});
	expect(run.progress.worn.map(({what}) => what).join()).toContain('chipped blue saucer');
	await run.start();
	const prompts = engine.requests.map(({messages}) => messages.map(({content}) => content).join('\n'));
	expect(prompts.at(-1)).toContain('chipped blue saucer');

	const fresh = Array.from({length: 100}, (_, at) => ({prose: words(70_000 + at * 50)}));
	const later = await createRunFixture({count: 1, parts: {sourceProse: tell([...worn, ...fresh])}});
	expect(later.run.progress.worn.map(({what}) => what).join()).not.toContain('saucer');
});
