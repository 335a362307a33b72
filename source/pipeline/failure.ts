/** Everything that a server or a model does wrong, with what it means and what to do. Counted by name on every display. */
export const failures = {
	unreachable: {
		meaning: 'the engine does not answer',
		remedy: 'start it where it runs (`ollama serve`) or name another with --host',
	},
	'model-missing': {
		meaning: 'the engine does not have this model',
		remedy:
			'fetch it (`ollama pull MODEL`, for another machine `OLLAMA_HOST=URL ollama pull MODEL`) or name another with --model',
	},
	'key-refused': {
		meaning: 'the server refuses access',
		remedy: 'set UNWRITTEN_API_KEY or OPENAI_API_KEY to a key that this server takes',
	},
	empty: {meaning: 'the reply was empty', remedy: 'asked again with another seed'},
	'answer-in-thinking': {
		meaning: 'the thinking used up the budget and the answer never started',
		remedy: 'thinking is switched off; the budget is raised once',
	},
	'thinking-in-answer': {
		meaning: 'the reply holds the thinking itself',
		remedy: 'thinking is cut off the front, or asked again',
	},
	'cut-at-limit': {
		meaning: 'the reply ran into its token budget',
		remedy: 'the budget is raised once, then asked again',
	},
	'runaway-repetition': {
		meaning: 'the reply repeated itself without end',
		remedy: 'the stream is ended at once and asked again with another seed',
	},
	'ended-without-done': {
		meaning: 'the stream ended without its last line: runaway repetition or server gone',
		remedy: 'asked again with another seed',
	},
	'schema-not-obeyed': {
		meaning: 'the reply is not the JSON that was asked for',
		remedy: 'sent back once with the reason, then asked again',
	},
	'context-overflow': {
		meaning: 'the prompt did not fit the context and was cut',
		remedy: 'the context is sized on purpose; shorten the prompts or raise it',
	},
	stalled: {
		meaning: 'the engine said nothing for too long',
		remedy: 'the request is called off and asked again; see --stall-timeout',
	},
	'rate-limited': {
		meaning: 'the server takes no more requests for now',
		remedy: 'waited for as long as it says, and asked again; it uses no try; fewer at once help (--parallel)',
	},
	'server-error': {
		meaning: 'the server answered with an error',
		remedy:
			'asked again after a wait that grows; a server that answers nothing else is waited for, and no try is used',
	},
	'rule-broken': {
		meaning: 'the reply broke a rule of the step or of the gate',
		remedy: 'sent back once with the reason, then asked again',
	},
	'label-misread': {
		meaning: 'a blind reader named other labels than it was made for, or saw the roles swapped',
		remedy: 'rejected and its cell filled again, twice at most',
	},
} as const;

export type FailureClass = keyof typeof failures;
export const failureClasses = Object.keys(failures) as FailureClass[];

/** The engine is away, as opposed to having given a bad reply: waited for, and no try is used. */
export function isEngineAway(failure: FailureClass): boolean {
	return failure === 'unreachable' || failure === 'key-refused';
}
