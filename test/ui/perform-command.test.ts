import {expect, test} from 'vitest';
import {type CommandTargets, performCommand} from '../../source/ui/perform-command.js';
import {createFakeControls} from '../helpers/fake-controls.js';

test('an export before anything is accepted says so, and names no file', async () => {
	const said: string[] = [];
	const controls = {...createFakeControls(), exportNow: async () => undefined};
	const targets = {run: {controls}, say: (text: string) => said.push(text)} as unknown as CommandTargets;
	await performCommand({type: 'export'}, targets);
	expect(said).toEqual(['nothing to write yet']);
});
