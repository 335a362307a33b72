const placeholder =
	/^[\s"'<[{(]*(?:string|text|value|example|placeholder|sentence|todo|tbd|null|none|undefined|n\/?a|lorem ipsum.*|[a-z]+(?:_[a-z]+)+|[.…\-_*?\s]+)[\s"'>\]}).:]*$/iu;
const filledIn = /\{\{|\}\}|<(?:string|name|text|insert)\b|\[(?:insert|name|your)\b/iu;

/** Whether a text only marks where a text should stand: the name of a field, dots, "[insert …]". */
export function isStandIn(text: string): boolean {
	return placeholder.test(text) || filledIn.test(text);
}
