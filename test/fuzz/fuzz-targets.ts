import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {isAbsolute, join, relative} from 'node:path';
import fc from 'fast-check';
import {parseArguments} from '../../source/cli/parse-arguments.js';
import {createDrawer} from '../../source/domain/create-draw.js';
import {cellOfReadable, readableInteractionSchema} from '../../source/domain/legacy-interaction.js';
import {parseWorld} from '../../source/domain/parse-world.js';
import {cleanForDisplay} from '../../source/domain/quality/clean-for-display.js';
import {modelSteps} from '../../source/domain/step-outputs.js';
import {WorldError} from '../../source/domain/world-error.js';
import {parseHost} from '../../source/engines/parse-host.js';
import {UnwrittenError, UserError} from '../../source/pipeline/errors.js';
import {parsePromptBook} from '../../source/pipeline/prompt-book.js';
import {modelStepDefinitions} from '../../source/pipeline/steps/model-steps.js';
import {checkpointSchema} from '../../source/store/checkpoint-shape.js';
import {defaultPromptFolder, loadPromptFiles} from '../../source/store/prompt-files.js';
import {findLayout, readArrayElements, readLineElements} from '../../source/store/read-set-file.js';
import {isInteractionRecord} from '../../source/store/record-shape.js';
import {checkRunId} from '../../source/store/run-id.js';
import {scanJournal} from '../../source/store/scan-journal.js';
import {openSettings} from '../../source/store/user-settings.js';
import {looksPasted, readKeys} from '../../source/ui/key-press.js';
import {readableText} from '../../source/ui/readable-text.js';
import {recordRows} from '../../source/ui/record-rows.js';
import {span} from '../../source/ui/row.js';
import {wrapForeignText} from '../../source/ui/wrap-text.js';
import {readRealWorldFiles} from '../domain/read-real-world.js';
import {createInteraction} from '../helpers/interaction-fixture.js';
import {hostileText, hostileValue, mutated, mutatedBytes} from './hostile-text.js';
import {requireCleanLine, requireCleanRows, theme} from './screen-bytes.js';

export type FuzzTarget = {
	name: string;
	/** Share of all inputs; the shares of all targets add up to 100. */
	share: number;
	/** Throws, or makes something true false, for an input that breaks it. */
	property: fc.IAsyncProperty<[unknown]>;
};

const {texts} = await loadPromptFiles(defaultPromptFolder);
const book = parsePromptBook(texts, 'f'.repeat(16));
const draw = createDrawer({seed: 5, order: 'balanced', world: book.world})(0);
const record = createInteraction();
const recordLine = JSON.stringify(record);
const settingsText = JSON.stringify({
	model: 'qwen3:8b',
	host: ['http://127.0.0.1:11434'],
	parallel: 2,
	theme: 'dark',
});

/** Every parser of what comes from outside, and every way of its text to the screen. */
export const fuzzTargets: FuzzTarget[] = [
	target('lines of a journal', 16, mutatedBytes(`${recordLine}\n${recordLine}\n`), scanBytes),
	target(
		'replies to the steps',
		14,
		mutated('{"setting":"The bakery after closing.","primary_action":"fold a receipt"}'),
		checkReply,
	),
	target('files of v2.2 and others', 10, mutatedBytes(`[${recordLine},\n${recordLine}]`), readSet),
	target('records of any shape', 8, hostileValue, readAnyRecord),
	target('records on the screen', 6, fc.array(hostileText, {minLength: 8, maxLength: 8}), showRecord),
	target('text on the screen', 16, fc.tuple(hostileText, fc.integer({min: 1, max: 130})), showText),
	target('keys', 8, fc.tuple(hostileText, hostileKeyFlags()), readKey),
	target(
		'arguments',
		8,
		fc.array(
			fc.oneof(
				hostileText,
				fc.constantFrom(
					'--count',
					'--host',
					'--resume',
					'--parallel',
					'--seed',
					'export',
					'runs',
					'--out',
					'-h',
				),
			),
			{maxLength: 5},
		),
		readArguments,
	),
	target('hosts', 6, fc.oneof(hostileText, mutated('http://[::1]:11434/v1')), readHost),
	target('run ids', 4, fc.oneof(hostileText, mutated('20261122-184510-q7')), readRunId),
	target('world files', 2, spoiltFile(readRealWorldFiles()), files => void parseWorld(files)),
	target('prompt files', 1, spoiltFile(texts), files => void parsePromptBook(files, 'f'.repeat(16))),
	target('the settings file', 1, mutatedBytes(settingsText), readSettings),
];

function target<Input>(
	name: string,
	share: number,
	inputs: fc.Arbitrary<Input>,
	attempt: (input: Input) => void | Promise<void>,
): FuzzTarget {
	const property = fc.asyncProperty(inputs as fc.Arbitrary<unknown>, async input => {
		try {
			await attempt(input as Input);
		} catch (error) {
			requireOurs(error);
		}
	});
	return {name, share, property};
}

/** Ours say what is wrong in words that may be shown; anything else is a bug. */
function requireOurs(error: unknown): void {
	const isOurs = error instanceof UnwrittenError || error instanceof WorldError;
	if (!isOurs) throw error;
	requireCleanLine(cleanForDisplay(error.message));
	if (error instanceof UserError) requireCleanLine(cleanForDisplay(error.hint));
}

async function scanBytes(bytes: Buffer): Promise<void> {
	const first = await scanOnce(bytes);
	if (first.goodSize > bytes.length) throw new Error('more is good than there is');
	// Damaged lines at the end may go with the second look; what could be read stays.
	const again = await scanOnce(bytes.subarray(0, first.goodSize));
	if (again.lines !== first.lines) throw new Error('a second look sees other lines');
}

function scanOnce(bytes: Buffer) {
	const file = {
		stat: async () => ({size: bytes.length, links: 1}),
		read: async (into: Uint8Array, offset: number) => bytes.copy(into, 0, offset, offset + into.byteLength),
		readNow: () => 0,
		append: async () => {},
		truncate: async () => {},
		sync: async () => {},
		close: async () => {},
	};
	return scanJournal({
		file,
		size: bytes.length,
		visit: value => {
			checkpointSchema.safeParse(value);
			return isInteractionRecord(value) ? 'kept' : 'damaged';
		},
	});
}

function checkReply(text: string): void {
	for (const step of modelSteps) {
		const definition = modelStepDefinitions[step];
		const watch = definition.watch('');
		watch.push(text);
		const verdict = definition.check(
			{text, finish: 'stop'},
			{
				draw,
				outputs: {tension: {relevant_memories: [], subtext: '', internal_conflict: ''} as never},
				prompt: '',
				findCopiedRun: () => undefined,
				findOverused: () => undefined,
				findNearCopy: () => undefined,
			},
		);
		if (!verdict.ok) requireCleanLine(cleanForDisplay(verdict.reason));
	}
}

async function readSet(bytes: Buffer): Promise<void> {
	const handle = memoryHandle(bytes);
	const layout = await findLayout(handle);
	if (layout === undefined || layout === 'empty') return;
	const elements =
		layout.kind === 'array'
			? readArrayElements(handle, layout.start)
			: readLineElements(handle, layout.start);
	for await (const element of elements) if ('value' in element) readAnyRecord(element.value);
}

function memoryHandle(bytes: Buffer): FileHandle {
	const read = async (buffer: Buffer, _: number, length: number, position: number) => ({
		buffer,
		bytesRead: bytes.copy(buffer, 0, position, position + length),
	});
	return {read, stat: async () => ({size: bytes.length})} as unknown as FileHandle;
}

function readAnyRecord(value: unknown): void {
	isInteractionRecord(value);
	const parsed = readableInteractionSchema.safeParse(value);
	if (parsed.success) cellOfReadable(parsed.data);
	if (({} as Record<string, unknown>).polluted !== undefined) throw new Error('a prototype was reached');
}

function showRecord([name, prose, setting, action, memory, hook, model, detail]: string[]): void {
	const shown = structuredClone(record);
	Object.assign(shown.npc_profile, {name, occupation: detail, background: memory});
	Object.assign(shown.npc_card_narrative, {
		dialogue_prose: prose,
		setting_context: setting,
		primary_action: action,
	});
	shown.tension_memory.relevant_memories = [memory as string];
	shown.tension_memory.tension_hook.element = hook as string;
	Object.assign(shown.training_metadata, {model, model_digest: model, engine: model});
	requireCleanRows(recordRows(shown, 80, theme));
}

function showText([text, columns]: [string, number]): void {
	for (const shown of [text, readableText(text)]) {
		requireCleanRows(wrapForeignText(shown, columns).map(line => [span(line)]));
	}
	requireCleanLine(cleanForDisplay(text));
}

function hostileKeyFlags() {
	const flag = fc.boolean();
	return fc.record({ctrl: flag, meta: flag, shift: flag, tab: flag, return: flag}, {requiredKeys: []});
}

function readKey([input, flags]: [string, object]): void {
	const presses = readKeys(input, flags as never);
	looksPasted(presses);
	if (presses.some(({name}) => name === '')) throw new Error('a key without a name');
}

function readArguments(argv: string[]): void {
	const given = parseArguments(argv);
	if (given.count !== undefined && !Number.isSafeInteger(given.count))
		throw new Error('a count that is no number');
}

function readHost(text: string): void {
	const host = parseHost(text);
	if (parseHost(host) !== host) throw new Error('an address that reads differently the second time');
	requireCleanLine(host);
}

function readRunId(text: string): void {
	const place = relative('/runs', join('/runs', checkRunId(text)));
	if (isAbsolute(place) || place.includes('/') || place.startsWith('.'))
		throw new Error(`out of the folder: ${place}`);
}

/** One of the files with a hostile text in it, or gone. */
function spoiltFile(files: Record<string, string>): fc.Arbitrary<Record<string, string>> {
	return fc.constantFrom(...Object.keys(files)).chain(name =>
		fc.option(mutated(files[name] as string), {nil: undefined}).map(text => {
			const {[name]: _, ...others} = files;
			return text === undefined ? others : {...others, [name]: text};
		}),
	);
}

async function readSettings(bytes: Buffer): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'unwritten-fuzz-'));
	try {
		writeFileSync(join(folder, 'config.json'), bytes);
		const settings = await openSettings({folder});
		requireCleanLine(cleanForDisplay(settings.notice ?? ''));
		if (Object.hasOwn(settings.values, '__proto__')) throw new Error('a prototype key was kept');
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
