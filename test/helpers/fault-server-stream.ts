import type {ServerResponse} from 'node:http';

export type FinishCounts = {promptTokens?: number; outputTokens?: number};

/** One streamed chat from the server's side. Whatever is said after the client hung up is dropped. */
export type ChatStream = {
	/** Piece by piece, a word each. */
	say(text: string): Promise<void>;
	/** All in one line. */
	sayAtOnce(text: string): Promise<void>;
	think(text: string): Promise<void>;
	/** The last line, with the counts, and the end. */
	finish(reason: 'stop' | 'length', counts?: FinishCounts): Promise<void>;
	/** Bytes as they are. */
	raw(text: string): Promise<void>;
	/** Any text where a line of the stream should be. */
	line(text: string): Promise<void>;
	/** The beginning of a line with a piece in it. */
	beginLine(piece: string): Promise<void>;
	/** The end, without a last line. */
	end(): Promise<void>;
	/** A status and a JSON body instead of a stream. */
	refuse(status: number, body: unknown, headers?: Record<string, string>): Promise<void>;
	wait(durationMs: number): Promise<void>;
	isOpen(): boolean;
	/** Resolves when the connection is done with, by either side. */
	readonly closed: Promise<void>;
	readonly pieces: number;
};

/** How one API writes a stream. */
export type StreamFace = {
	contentType: string;
	piece(role: 'content' | 'thinking', text: string): object;
	/** The objects that end a stream. */
	last(reason: 'stop' | 'length', counts: Required<FinishCounts>): object[];
	line(text: string): string;
	/** What follows the last object. */
	farewell: string;
};

export const ollamaFace: StreamFace = {
	contentType: 'application/x-ndjson',
	piece: (role, text) => ({message: {role: 'assistant', content: '', [role]: text}, done: false}),
	last: (reason, counts) => [
		{
			message: {role: 'assistant', content: ''},
			done: true,
			done_reason: reason,
			total_duration: 1_000_000,
			load_duration: 1_000,
			prompt_eval_count: counts.promptTokens,
			prompt_eval_duration: 100_000,
			eval_count: counts.outputTokens,
			eval_duration: 800_000,
		},
	],
	line: text => `${text}\n`,
	farewell: '',
};

export function createChatStream(options: {
	response: ServerResponse;
	model: string;
	promptTokens: number;
	tokenDelayMs: number;
	face: StreamFace;
	/** A proxy that buffers: nothing is sent before the end. */
	isHeldBack: boolean;
}): ChatStream {
	const {response, model, face} = options;
	let heldBack = '';
	const closed = new Promise<void>(resolve => response.once('close', resolve));
	let pieces = 0;

	const isOpen = () => !response.destroyed && !response.writableEnded;
	async function raw(text: string): Promise<void> {
		if (!isOpen()) return;
		if (options.isHeldBack) {
			heldBack += text;
			return;
		}
		if (!response.headersSent) response.writeHead(200, {'content-type': face.contentType});
		if (!response.write(text)) await Promise.race([closed, drained(response)]);
	}
	const write = (value: object) => {
		const dated = {model, created_at: new Date().toISOString(), ...value};
		return raw(face.line(JSON.stringify(dated)));
	};

	async function speak(text: string, role: 'content' | 'thinking'): Promise<void> {
		for (const piece of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
			if (!isOpen()) return;
			if (options.tokenDelayMs > 0) await wait(options.tokenDelayMs);
			await sayPiece(piece, role);
			// Others get their turn, and a client that hung up is noticed.
			if (pieces % 16 === 0) await new Promise(setImmediate);
		}
	}
	async function sayPiece(piece: string, role: 'content' | 'thinking'): Promise<void> {
		pieces++;
		await write(face.piece(role, piece));
	}
	async function wait(durationMs: number): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		const slept = new Promise<void>(resolve => {
			timer = setTimeout(resolve, durationMs);
		});
		await Promise.race([closed, slept]);
		clearTimeout(timer);
	}
	return {
		say: text => speak(text, 'content'),
		sayAtOnce: text => sayPiece(text, 'content'),
		think: text => speak(text, 'thinking'),
		async finish(reason, counts = {}) {
			const all = {promptTokens: options.promptTokens, outputTokens: pieces, ...counts};
			for (const each of face.last(reason, all)) await write(each);
			await raw(face.farewell);
			if (heldBack !== '') response.writeHead(200, {'content-type': face.contentType});
			if (isOpen()) response.end(heldBack);
		},
		raw,
		line: text => raw(face.line(text)),
		async beginLine(piece) {
			const whole = face.line(JSON.stringify(face.piece('content', '#')));
			await raw(whole.slice(0, whole.indexOf('#')) + piece);
		},
		async end() {
			if (isOpen()) response.end();
		},
		async refuse(status, body, headers = {}) {
			response.writeHead(status, {'content-type': 'application/json; charset=utf-8', ...headers});
			response.end(JSON.stringify(body));
		},
		wait,
		isOpen,
		closed,
		get pieces() {
			return pieces;
		},
	};
}

function drained(response: ServerResponse): Promise<void> {
	return new Promise(resolve => response.once('drain', resolve));
}
