import {rename} from 'node:fs/promises';
import {join} from 'node:path';
import {type AppendFile, openAppendFile} from './append-file.js';

const logName = 'log.jsonl';
const earlierName = 'log.1.jsonl';
/** Oldest first. */
export const runLogNames = [earlierName, logName];
/** With the one before it, a log takes at most twice as much. */
const defaultMaximumBytes = 4 * 1024 * 1024;
/** What may wait while the disk is slow; beyond it entries are counted and dropped. */
const maximumWaiting = 5_000;

export type LogEntry = {at: string; event: string} & Record<string, unknown>;

/** What happened in a run, for whoever asks later: JSON lines, the newest last, never more than two files. */
export interface RunLog {
	/** Returns at once. A log that cannot be written never holds a run up; what it lost it says when it can. */
	write(entry: LogEntry): void;
	close(): Promise<void>;
}

/** Not a logging package: those that rotate start a thread for it, and a refusing disk must cost the run nothing. */
export function openRunLog(folder: string, maximumBytes = defaultMaximumBytes): RunLog {
	return new RotatingLog(folder, maximumBytes);
}

class RotatingLog implements RunLog {
	readonly #folder: string;
	readonly #maximumBytes: number;
	#waiting: string[] = [];
	#dropped = 0;
	#file: AppendFile | undefined;
	#size = 0;
	#draining: Promise<void> | undefined;

	constructor(folder: string, maximumBytes: number) {
		this.#folder = folder;
		this.#maximumBytes = maximumBytes;
	}

	write(entry: LogEntry): void {
		if (this.#waiting.length >= maximumWaiting) {
			this.#dropped++;
			return;
		}
		this.#waiting.push(`${JSON.stringify(entry)}\n`);
		this.#draining ??= this.#drain();
	}

	async close(): Promise<void> {
		await this.#draining;
		await this.#file?.close().catch(() => {});
	}

	async #drain(): Promise<void> {
		await Promise.resolve();
		while (this.#waiting.length > 0) {
			const lines = this.#waiting;
			this.#waiting = [];
			await this.#append(lines).catch(() => this.#giveUp(lines.length));
		}
		this.#draining = undefined;
	}

	async #append(lines: string[]): Promise<void> {
		const note =
			this.#dropped > 0 ? [`${JSON.stringify({event: 'log-lost', entries: this.#dropped})}\n`] : [];
		this.#file ??= await this.#openFile();
		let gathered: Buffer[] = [];
		let length = 0;
		for (const line of [...note, ...lines].map(text => Buffer.from(text))) {
			if (this.#size + length > 0 && this.#size + length + line.length > this.#maximumBytes) {
				await this.#put(gathered);
				await this.#rotate();
				[gathered, length] = [[], 0];
			}
			gathered.push(line);
			length += line.length;
		}
		await this.#put(gathered);
		this.#dropped = 0;
	}

	async #put(lines: Buffer[]): Promise<void> {
		const bytes = Buffer.concat(lines);
		await this.#file?.append(bytes);
		this.#size += bytes.length;
	}

	async #openFile(): Promise<AppendFile> {
		const file = await openAppendFile(join(this.#folder, logName), 'append');
		this.#size = (await file.stat()).size;
		return file;
	}

	async #rotate(): Promise<void> {
		await this.#file?.close();
		this.#file = undefined;
		await rename(join(this.#folder, logName), join(this.#folder, earlierName));
		this.#file = await this.#openFile();
	}

	/** The next entry tries again with a file opened anew. */
	async #giveUp(count: number): Promise<void> {
		this.#dropped += count;
		await this.#file?.close().catch(() => {});
		this.#file = undefined;
	}
}
