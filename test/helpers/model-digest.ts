import type {Engine} from '../../source/pipeline/ports.js';

/** What a run that begins with this engine takes down as its weights. */
export async function digestOf(engine: Engine): Promise<string> {
	const {model} = await engine.inspect(new AbortController().signal);
	return model?.digest ?? '';
}
