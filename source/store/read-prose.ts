import {parseUntrustedJson} from './parse-json.js';

const start = Buffer.from('"dialogue_prose":"');
const quote = 0x22;
const backslash = 0x5c;

/**
 * The prose of a record as it stands in its journal, UTF-8, without parsing the rest: near copies are looked for in many
 * old records. No string can hold `start`, since quotes stand escaped in one. Throws SyntaxError.
 */
export function readProse(line: Buffer): string {
	const at = line.indexOf(start);
	if (at < 0 || line.indexOf(start, at + 1) >= 0) return parseProse(line);
	const opening = at + start.length - 1;
	for (let end = opening + 1; end < line.length; end++) {
		if (line[end] === backslash) end++;
		else if (line[end] === quote) return String(JSON.parse(line.toString('utf8', opening, end + 1)));
	}
	return parseProse(line);
}

function parseProse(line: Buffer): string {
	const record = parseUntrustedJson(line.toString('utf8')) as {npc_card_narrative: {dialogue_prose: unknown}};
	return String(record.npc_card_narrative.dialogue_prose);
}
