import {EngineError} from '../../pipeline/errors.js';
import type {Finding} from './finding.js';
import {askPatient, type Patient} from './patient.js';
import probes from './probes.json' with {type: 'json'};
import {remedyFor} from './remedies.js';

const timeoutMs = 45_000;
/** An engine may need two replies to see that its first way of asking is ignored. */
const tries = 3;
const moods = ['calm', 'wild'];
const schema = {
	type: 'object',
	properties: {
		sentence: {type: 'string', minLength: 5, maxLength: 80},
		mood: {type: 'string', enum: moods},
	},
	required: ['sentence', 'mood'],
	additionalProperties: false,
};

/** A question that calls for prose comes back as the JSON that was asked for. */
export async function checkSchema(patient: Patient): Promise<Finding> {
	let seen = '';
	for (let attempt = 1; attempt <= tries; attempt++) {
		const reply = await askOnce(patient, attempt);
		if (reply.isObeyed) return obeyed(attempt);
		seen = reply.seen;
	}
	return {
		check: 'schema',
		level: 'wrong',
		what: `a JSON schema is not obeyed: ${seen}`,
		...remedyFor('schema-ignored', patient.engine),
	};
}

function obeyed(attempt: number): Finding {
	if (attempt === 1) return {check: 'schema', level: 'ok', what: 'a JSON schema is obeyed'};
	return {check: 'schema', level: 'ok', what: `a JSON schema is obeyed, at the ${attempt}. way of asking`};
}

async function askOnce(patient: Patient, seed: number): Promise<{isObeyed: boolean; seen: string}> {
	try {
		const {text} = await askPatient(patient, {
			prompt: probes.schema,
			schema,
			maxTokens: 120,
			seed,
			timeoutMs,
		});
		return {isObeyed: fits(text), seen: `it said \`${text.trim().slice(0, 60)}\``};
	} catch (error) {
		if (error instanceof EngineError) return {isObeyed: false, seen: error.message};
		throw error;
	}
}

function fits(text: string): boolean {
	try {
		const value = JSON.parse(text) as {sentence?: unknown; mood?: unknown};
		return typeof value.sentence === 'string' && moods.includes(String(value.mood));
	} catch {
		return false;
	}
}
