/** A list or table that a user edits cannot be read; the message says what, where and what is expected. */
export class WorldError extends Error {
	override readonly name = 'WorldError';
	readonly file: string;
	/** From 1; absent when the file as a whole is meant. */
	readonly line: number | undefined;

	constructor({file, line, problem}: {file: string; line?: number | undefined; problem: string}) {
		super(`\`${file}\`${line === undefined ? '' : `, line ${line}`}: ${problem}`);
		this.file = file;
		this.line = line;
	}
}
