import {parseArgs} from 'node:util';
import {fuzz} from './fuzz.js';

const {values} = parseArgs({
	options: {inputs: {type: 'string', default: '100000'}, seed: {type: 'string', default: '20261125'}},
});
await fuzz({
	inputs: Number(values.inputs),
	seed: Number(values.seed),
	say: line => void process.stdout.write(`${line}\n`),
});
