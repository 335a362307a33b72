// Preload of a program under test: its screen cannot tell the time of day, and breaks, once the file UNWRITTEN_BREAK_SCREEN exists.
import {existsSync} from 'node:fs';

const {getHours} = Date.prototype;

Date.prototype.getHours = function () {
	const isForScreen = new Error('whose?').stack?.includes('format-time');
	if (isForScreen && existsSync(process.env.UNWRITTEN_BREAK_SCREEN)) throw new Error('no time of day');
	return getHours.call(this);
};
