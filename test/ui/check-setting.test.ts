import {expect, test} from 'vitest';
import {checkSetting} from '../../source/ui/check-setting.js';

test('as many at once can be set as on the command line, and not one more', () => {
	expect(checkSetting('parallel', '1024')).toEqual({patch: {parallel: 1_024}});
	expect(checkSetting('parallel', '1025')).toEqual({
		problem: '`1025` is not `auto` or a number from 1 to 1024',
	});
});
