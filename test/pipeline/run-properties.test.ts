import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createFakeEngine, type Play} from '../helpers/fake-engine.js';
import {createQuickClock} from '../helpers/quick-clock.js';
import {createRunFixture, settle, takeBrokenInvariants} from '../helpers/run-fixture.js';

const play = fc.oneof(
	{weight: 12, arbitrary: fc.constant<Play>(undefined)},
	{
		weight: 1,
		arbitrary: fc.constantFrom<Play[]>(
			{text: 'no'},
			{text: '', finish: 'length'},
			{text: '{"background": "Grew', finish: 'length'},
			{failure: 'server-error'},
			{failure: 'unreachable'},
			{failure: 'stalled'},
			{failure: 'empty'},
			{failure: 'ended-without-done'},
			'hang',
		),
	},
);

const command = fc.record({
	/** Events from the one before. */
	after: fc.integer({min: 1, max: 25}),
	name: fc.constantFrom(
		'pause',
		'pauseNow',
		'resume',
		'more',
		'fewer',
		'reject',
		'reject',
		'takeBack',
		'takeBack',
		'leave',
		'return',
		'refuse',
		'export',
	),
	which: fc.nat(2),
	/** From within an event, as a listener would, or from outside. */
	isInside: fc.boolean(),
});

type Command = {after: number; name: string; which: number; isInside: boolean};

const script = fc.record({
	plays: fc.array(play, {minLength: 1, maxLength: 40}),
	commands: fc.array(command, {maxLength: 14}),
	count: fc.integer({min: 1, max: 6}),
	parallel: fc.integer({min: 1, max: 4}),
	stopAfter: fc.option(fc.integer({min: 1, max: 120}), {freq: 3}),
});

type Fixture = Awaited<ReturnType<typeof createRunFixture>>;

function perform({run, engine, store}: Fixture, {name, which}: Command): void {
	const {summaries} = run.progress;
	const id = summaries.at(which % Math.max(1, summaries.length))?.id ?? 'nobody';
	const ignore = () => {};
	const actions: Record<string, () => void> = {
		pause: run.pause,
		pauseNow: run.pauseNow,
		resume: run.resume,
		more: () => run.setParallel(run.progress.parallel + 1),
		fewer: () => run.setParallel(run.progress.parallel - 1),
		reject: () => void run.reject(id).catch(ignore),
		takeBack: () => void run.takeBack(id).catch(ignore),
		leave: () => {
			engine.isAway = true;
		},
		return: () => {
			engine.isAway = false;
		},
		refuse: () => store.refuse(1 + (which % 4)),
		export: () => void run.exportNow(),
	};
	actions[name]?.();
}

/** Carries the commands out as the events go by. */
function follow(fixture: Fixture, commands: Command[], stopAfter: number | null): void {
	let left = commands[0]?.after ?? 0;
	let events = 0;
	let next = 0;
	fixture.run.subscribe(event => {
		if (event.type === 'text-written') return;
		if (++events === stopAfter) setImmediate(() => void fixture.run.stop());
		const due = commands[next];
		if (due === undefined || --left > 0) return;
		left = commands[++next]?.after ?? 0;
		if (due.isInside) perform(fixture, due);
		else setImmediate(() => perform(fixture, due));
	});
}

/** Whatever a user left behind, one who comes back gets the run to its end. */
async function bringToAnEnd({run, engine}: Fixture, ended: () => boolean): Promise<boolean> {
	for (let turn = 0; turn < 400; turn++) {
		engine.isAway = false;
		engine.script = () => undefined;
		run.resume();
		await settle(20);
		if (ended() && run.progress.status.status === 'ended') return true;
	}
	return false;
}

test('whatever goes wrong and whatever a user does, every number adds up and the run comes to its end', async () => {
	await fc.assert(
		fc.asyncProperty(script, async ({plays, commands, count, parallel, stopAfter}) => {
			let hangs = 0;
			const engine = createFakeEngine((_, index) => {
				const what = plays[index % plays.length];
				return what === 'hang' && hangs++ > 2 ? undefined : what;
			});
			const clock = createQuickClock();
			const policy = {waitForEngineMs: Number.POSITIVE_INFINITY};
			const fixture = await createRunFixture({count, parallel, engine, clock, policy});
			follow(fixture, commands, stopAfter);
			let outcome: string | undefined;
			void fixture.run.start().then(
				value => {
					outcome = value;
				},
				(error: unknown) => {
					outcome = `broke: ${error}`;
				},
			);
			await settle(200);
			// A hanging call ends only when it is dropped.
			fixture.run.pauseNow();
			const isOver = await bringToAnEnd(fixture, () => outcome !== undefined);
			expect(takeBrokenInvariants()).toEqual([]);
			expect(isOver).toBe(true);
			expect(outcome).not.toContain('broke');
			const {progress} = fixture.run;
			expect(progress.running).toBe(0);
			if (stopAfter === null) expect(progress.queued).toBe(0);
			const ids = fixture.store.interactions.map(each => each.training_metadata.id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(progress.summaries.map(({id}) => id).sort()).toEqual(ids.toSorted());
		}),
		{seed: 20261123, numRuns: 60},
	);
}, 60_000);
