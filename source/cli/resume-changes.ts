import {endOfStretch, shardStretch} from '../domain/shard.js';
import {areOtherWeights} from '../pipeline/are-other-weights.js';
import {UserError} from '../pipeline/errors.js';
import {parsePromptBook} from '../pipeline/prompt-book.js';
import {defaultPromptFolder, loadPromptFiles, type PromptFiles} from '../store/prompt-files.js';
import type {RunFile} from '../store/run-file.js';
import type {RunFolder} from '../store/run-store.js';
import {keepOwnWorld, takeOwnWorld} from '../store/world-folder.js';
import type {Arguments} from './parse-arguments.js';

export type Change = {what: string; from: string; to: string; apply: (file: RunFile) => RunFile};

/**
 * Settings that would make other records than the run began with are refused, or, with `--accept-changes`, listed to be
 * noted in `run.json`. Edited prompts are never refused: the run keeps its own texts unless the change is accepted.
 * `isRaised`: the target is larger by a key of the user's, which said yes to that alone.
 */
export async function listResumeChanges(
	file: RunFile,
	{given, isFullScreen, isRaised}: {given: Arguments; isFullScreen: boolean; isRaised?: boolean},
): Promise<Change[]> {
	refuseOtherPlan(file, given);
	const changes = listSettingChanges(file, given);
	// Of a planned run nothing is made yet that it could have been made otherwise.
	const asked = changes.filter(({what}) => !(isRaised && what === 'count'));
	if (file.state !== 'planned') refuseUnlessAccepted(asked, given);
	if (!isFullScreen) noteLostTotal(file, given);
	const promptChange = await findPromptChange(file, given.world);
	if (promptChange && given.world !== undefined) refuseUnlessAccepted([promptChange], given);
	// On a screen they are offered there, and a line on stderr would wreck it.
	if (promptChange && !given.acceptChanges && !isFullScreen) {
		process.stderr.write(
			'note: the prompts were edited since; the run keeps its own. --accept-changes takes the new ones\n',
		);
	}
	return given.acceptChanges && promptChange ? [...changes, promptChange] : changes;
}

function noteLostTotal({plan}: RunFile, {count}: Arguments): void {
	if (!plan.possible_totals || count !== undefined) return;
	const {first_index: first = 0, requested, shard} = plan;
	process.stderr.write(
		`note: the target of the whole plan is lost, so only plan indexes ${first} to ${first + requested - 1} of shard ${shard.part}/${shard.of} are made; --accept-changes --count TOTAL names it\n`,
	);
}

/**
 * The engine may have other weights by now under the same name; a model that was changed knowingly brings its own, and what
 * proves nothing is only noted.
 */
export function listDigestChange(
	file: RunFile,
	{given, digest}: {given: Arguments; digest: string},
): Change[] {
	const from = file.settings.model_digest;
	if (digest === from || file.state === 'planned') return [];
	const apply = (old: RunFile) => ({...old, settings: {...old.settings, model_digest: digest}});
	const changes = [{what: 'model digest', from, to: digest, apply}];
	const isNamed = listSettingChanges(file, given).some(({what}) => what === 'model' || what === 'engine');
	if (!isNamed && areOtherWeights(digest, from)) refuseUnlessAccepted(changes, given);
	return changes;
}

/** Where the run is made: any host serves, but the next resume has to ask the one that has its engine by then. */
export function listHostsChange({settings, state}: RunFile, hosts: string[]): Change[] {
	const name = (those: string[]) => those.join(', ') || 'none';
	const [from, to] = [name(settings.hosts), name(hosts)];
	if (from === to || state === 'planned') return [];
	const apply = (old: RunFile) => ({...old, settings: {...old.settings, hosts}});
	return [{what: 'hosts', from, to, apply}];
}

/** What the run file says once the changes are made. */
export function previewChanges(file: RunFile, changes: Change[]): RunFile {
	return changes.reduce((changed, {apply}) => apply(changed), file);
}

/** `when` stands in the notes of the run file: what was changed, and at which occasion. */
export async function recordChanges(
	folder: Pick<RunFolder, 'updateRunFile'>,
	{changes, when}: {changes: Change[]; when: string},
): Promise<void> {
	if (changes.length === 0) return;
	await folder.updateRunFile(file =>
		changes.reduce((changed, change) => noteChange(change.apply(changed), {...change, when}), file),
	);
}

function refuseUnlessAccepted([first]: Change[], given: Arguments): void {
	if (!first || given.acceptChanges) return;
	throw new UserError(`the run began with ${first.what} \`${first.from}\`, not \`${first.to}\``, {
		hint: 'leave the option out, or go on knowingly with --accept-changes',
	});
}

function refuseOtherPlan(file: RunFile, given: Arguments): void {
	for (const name of ['seed', 'order', 'variations'] as const) {
		const wanted = given[name];
		if (wanted !== undefined && wanted !== file.plan[name]) {
			throw new UserError(`the run's ${name} is \`${file.plan[name]}\` and cannot become \`${wanted}\``, {
				hint: 'leave the option out, or start a new run without --resume',
			});
		}
	}
	refuseOtherShard(file, given);
	refuseMoreThanListed(file, given);
	if (given.count !== undefined && given.count < file.plan.requested) {
		throw new UserError(
			`the run asks for \`${file.plan.requested}\` and cannot shrink to \`${given.count}\``,
			{
				hint: 'leave --count out, or give a larger one with --accept-changes',
			},
		);
	}
}

/** Where a shard begins depends on the target of the whole plan: neither can become another. */
function refuseOtherShard({plan}: RunFile, {shard, count}: Arguments): void {
	const {part, of} = plan.shard;
	if (shard !== undefined && (shard.part !== part || shard.of !== of)) {
		throw new UserError(
			`the run is shard \`${part}/${of}\` and cannot become \`${shard.part}/${shard.of}\``,
			{
				hint: 'leave the option out, or start a new run without --resume',
			},
		);
	}
	if (of === 1 || count === undefined || count === plan.total) return;
	if (plan.possible_totals) {
		refuseOtherTotal(plan, count);
		return;
	}
	throw new UserError(`the run is a shard of a plan of \`${plan.total}\`, which cannot become \`${count}\``, {
		hint: 'leave --count out; more interactions are another plan with another --seed',
	});
}

/** What a fill lacks behind its last cell is only known from the sets that it adds to. */
function refuseMoreThanListed({plan}: RunFile, {count}: Arguments): void {
	if (plan.order !== 'listed' || count === undefined || count <= plan.requested) return;
	throw new UserError(
		`the run fills \`${plan.requested}\` cells that were listed for it and cannot become \`${count}\``,
		{
			hint: 'leave --count out; `unwritten merge` of the same sets and this run, with --fill --count N, plans more',
		},
	);
}

/** A run file that was made from the records knows between which targets the lost one lies. */
function refuseOtherTotal(plan: RunFile['plan'], count: number): void {
	const {least = 1, most = Number.POSITIVE_INFINITY} = plan.possible_totals ?? {};
	const named = shardStretch(plan.shard, {total: count, variations: plan.variations});
	const known = {first: plan.first_index ?? 0, count: plan.requested};
	const holdsKnown = named.first <= known.first && endOfStretch(named) >= endOfStretch(known);
	if (holdsKnown && count >= least && count <= most) return;
	const between = Number.isFinite(most) ? `between ${least} and ${most}` : `at least ${least}`;
	throw new UserError(`a plan of \`${count}\` has no such shard as the records of this run are in`, {
		hint: `the target of the whole plan was ${between}`,
	});
}

function listSettingChanges(file: RunFile, given: Arguments): Change[] {
	const changes: Change[] = [];
	for (const name of ['engine', 'model'] as const) {
		const to = given[name];
		const from = file.settings[name];
		if (to === undefined || to === from) continue;
		changes.push({what: name, from, to, apply: old => ({...old, settings: {...old.settings, [name]: to}})});
	}
	const count = given.count;
	if (count !== undefined && file.plan.possible_totals) {
		changes.push({what: 'total', from: 'unknown', to: String(count), apply: old => nameTotal(old, count)});
	} else if (count !== undefined && count !== (file.plan.total ?? file.plan.requested)) {
		const apply = (old: RunFile) => ({...old, plan: {...old.plan, requested: count}});
		changes.push({what: 'count', from: String(file.plan.requested), to: String(count), apply});
	}
	return changes;
}

/** The shard gets all that is its own, now that the target of the whole plan is known. */
function nameTotal(file: RunFile, total: number): RunFile {
	const {possible_totals: _, ...plan} = file.plan;
	const {first, count} = shardStretch(plan.shard, {total, variations: plan.variations});
	return {...file, plan: {...plan, first_index: first, requested: count, total}};
}

async function findPromptChange(file: RunFile, worldFolder: string | undefined): Promise<Change | undefined> {
	const shipped = await loadPromptFiles(defaultPromptFolder);
	if (worldFolder === undefined) return changeUnlessSame(file, keepOwnWorld(shipped, ownWorldOf(file)));
	const {prompts, world} = await takeOwnWorld(shipped, worldFolder);
	const change = changeUnlessSame(file, prompts);
	if (!change) return undefined;
	const apply = (old: RunFile) => {
		const changed = change.apply(old);
		return {...changed, settings: {...changed.settings, world}};
	};
	return {...change, what: 'world or prompts', apply};
}

/** What a run has of a world of the user's own. */
export function ownWorldOf({prompts, settings}: RunFile) {
	return {texts: prompts.texts, world: settings.world};
}

function changeUnlessSame(file: RunFile, prompts: PromptFiles): Change | undefined {
	return prompts.fingerprint === file.prompts.fingerprint ? undefined : describePromptChange(file, prompts);
}

/** The run goes on with other prompts; those it had stay in its file. `apply` refuses texts that cannot be used. */
export function describePromptChange(file: RunFile, prompts: PromptFiles): Change {
	return {
		what: 'prompts',
		from: file.prompts.fingerprint,
		to: prompts.fingerprint,
		apply(old) {
			parsePromptBook(prompts.texts, prompts.fingerprint);
			return {...old, prompts, earlier_prompts: [...old.earlier_prompts, old.prompts]};
		},
	};
}

function noteChange(file: RunFile, {what, from, to, when}: Change & {when: string}): RunFile {
	const note = {at: new Date().toISOString(), what: `${what} changed ${when}`, detail: `${from} to ${to}`};
	return {...file, notes: [...file.notes, note]};
}
