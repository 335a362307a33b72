// What an accepted interaction costs in requests and tokens, by step.
//   npm run bench:tokens -- RUN_FOLDER…                                of runs that there are
//   npm run bench:tokens -- --host URL --minutes 5                     of a run made now, for each model
//   npm run bench:tokens -- --forms full,chat,short,json-prose …       the same steps asked in other forms, scene by scene in turns
import {createOllamaEngine} from '../dist/engines/ollama/create-ollama-engine.js';
import {createOpenAiEngine} from '../dist/engines/openai/create-openai-engine.js';
import {describeForms} from './bench/compare-forms.mjs';
import {countTokens, findRunFolder, formatTokens} from './bench/count-tokens.mjs';
import {readOptions} from './bench/read-options.mjs';
import {runUnwritten} from './bench/run-unwritten.mjs';
import {forms, tryForms} from './bench/trial-forms.mjs';

const options = readOptions({
	forms: {type: 'string'},
	parallel: {type: 'string'},
	engine: {type: 'string', default: 'ollama'},
});
const {host, model: models, minutes, engine} = options;
const wanted = options.forms?.split(',') ?? [];
const unknown = wanted.find(form => !(form in forms));
if (unknown) throw new Error(`there is no form ${unknown}; forms are ${Object.keys(forms).join(', ')}`);

for (const path of options.positionals) print(path, await countTokens(findRunFolder(path)));
if (options.positionals.length === 0) {
	for (const model of models) await (wanted.length > 0 ? compareForms(model) : measureRun(model));
}

async function measureRun(model) {
	const parallel = options.parallel ?? 'auto';
	const {folder} = await runUnwritten({host, model, minutes, parallel, more: ['--engine', engine]});
	print(`${model}, ${minutes} minutes`, await countTokens(findRunFolder(folder)));
}

/** As many minutes for each form, all of them in turns. */
async function compareForms(model) {
	const opened = engine === 'openai' ? createOpenAiEngine({host, model}) : createOllamaEngine({host, model});
	const parallel = Number(options.parallel ?? 4);
	const scenes = await tryForms({engine: opened, wanted, minutes: minutes * wanted.length, parallel});
	const name = `${model}, ${minutes} minutes a form, ${parallel} at once`;
	console.log(`\n${describeForms(name, scenes, wanted).join('\n')}`);
}

function print(name, counted) {
	console.log(`\n${formatTokens(name, counted).join('\n')}`);
}
