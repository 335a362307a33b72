import {z} from 'zod';
import type {Draw} from '../../domain/draw.js';
import {checkStepText} from '../../domain/quality/check-step-text.js';
import {isRunaway} from '../../domain/quality/find-repetition.js';
import {isStandIn} from '../../domain/quality/is-stand-in.js';
import {tidyStepText} from '../../domain/quality/tidy-step-text.js';
import type {ModelStep, StepOutputs} from '../../domain/step-outputs.js';
import {parseJsonReply} from '../parse-json-reply.js';
import type {Sampling} from '../ports.js';
import type {StepDefinition, StepSubject, StepVerdict, StreamWatch} from './step-definition.js';

/** A step that answers in JSON: same schema sent and checked, every string looked at. */
export function defineStructuredStep<Output>(definition: {
	step: ModelStep;
	sampling: Sampling;
	maxTokens: (draw: Draw) => number;
	schema: (draw: Draw) => z.ZodType<Output>;
	toOutputs: (output: Output) => Partial<StepOutputs>;
	/** A reason why this output will not do, beyond its form. */
	findFault?: (output: Output, draw: Draw) => string | undefined;
}): StepDefinition {
	return {
		step: definition.step,
		sampling: definition.sampling,
		maxTokens: definition.maxTokens,
		schema: draw => toJsonSchema(definition.schema(draw)),
		watch: watchForRunaway,
		check(reply, {draw, findCopiedRun}): StepVerdict {
			const parsed = parseJsonReply(reply.text, definition.schema(draw));
			if (!parsed.ok) return refuseForm(reply.finish, parsed.reason);
			const faults: string[] = [];
			const output = tidyTexts(parsed.value, {
				shape: toJsonSchema(definition.schema(draw)),
				isReplyCut: reply.finish === 'length',
				look(field, text) {
					const fault = findTextFault(text, findCopiedRun);
					if (fault !== undefined) faults.push(`"${field}": ${fault}`);
				},
			});
			const reason = faults[0] ?? definition.findFault?.(output, draw);
			if (reason !== undefined) return {ok: false, failure: 'rule-broken', reason, next: 'repair'};
			return {ok: true, outputs: definition.toOutputs(output)};
		},
	};
}

/** As much of a JSON schema as texts are tidied by. */
type JsonShape = {maxLength?: number; properties?: Record<string, JsonShape>; items?: JsonShape};
type JsonSchema = Record<string, unknown> & JsonShape;

const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function toJsonSchema(schema: z.ZodType): JsonSchema {
	const known = jsonSchemas.get(schema);
	if (known) return known;
	const made = z.toJSONSchema(schema, {target: 'draft-7'}) as JsonSchema;
	jsonSchemas.set(schema, made);
	return made;
}

function refuseForm(finish: string, reason: string): StepVerdict {
	if (finish === 'length') {
		return {ok: false, failure: 'cut-at-limit', reason: 'The reply ran into its token budget.', next: 'redo'};
	}
	return {ok: false, failure: 'schema-not-obeyed', reason, next: 'repair'};
}

/** A model that is held to a length stops at it, or at the last token that still fits. */
const nearLimit = 12;

/** What a text is tidied by; `look` hears of each, undefined where too little is left, with its field. */
type Tidying = {
	shape: JsonShape;
	isReplyCut: boolean;
	look(field: string, text: string | undefined): void;
};

/** The same output with every string tidied. */
function tidyTexts<Output>(output: Output, tidying: Tidying, field = ''): Output {
	const {shape, isReplyCut, look} = tidying;
	if (typeof output === 'string') {
		const isCutOff = isReplyCut || output.length > (shape.maxLength ?? Number.POSITIVE_INFINITY) - nearLimit;
		const tidied = tidyStepText(output, {isCutOff});
		look(field, tidied);
		return (tidied ?? output) as Output;
	}
	const within = (part: JsonShape | undefined): Tidying => ({...tidying, shape: part ?? {}});
	if (Array.isArray(output)) {
		return keepReal(output).map(inner => tidyTexts(inner, within(shape.items), field)) as Output;
	}
	const entries = Object.entries(output as object);
	return Object.fromEntries(
		entries.map(([key, inner]) => [key, tidyTexts(inner, within(shape.properties?.[key]), key)]),
	) as Output;
}

/** Small models close a list of memories with the name of the next field: that is left out beside a text that is one. */
function keepReal(list: unknown[]): unknown[] {
	const real = list.filter(item => typeof item !== 'string' || !isStandIn(item));
	return real.length > 0 ? real : list;
}

function findTextFault(
	text: string | undefined,
	findCopiedRun: StepSubject['findCopiedRun'],
): string | undefined {
	if (text === undefined) return 'it is no more than a beginning; write the sentence to its end.';
	const fault = checkStepText(text);
	if (fault !== undefined) return fault;
	const copied = findCopiedRun(text);
	return copied && `it repeats the notes (\`${copied}\`); say what they mean in other words.`;
}

const piecesBetweenChecks = 16;

function watchForRunaway(before = ''): StreamWatch {
	let text = before;
	let pieces = 0;
	let hasRunAway = false;
	return {
		push(piece) {
			text += piece;
			if (++pieces % piecesBetweenChecks === 0) hasRunAway = isRunaway(text);
			return hasRunAway ? 'enough' : 'continue';
		},
		get failure() {
			return hasRunAway ? ('runaway-repetition' as const) : undefined;
		},
	};
}
