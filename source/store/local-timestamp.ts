/** Local date and time for names of files and folders, as `20261122` and `231500`. `now`: ms since the epoch. */
export function localTimestamp(now: number): {date: string; time: string} {
	const moment = new Date(now);
	const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
	const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
	return {date: joinPadded(date), time: joinPadded(time)};
}

function joinPadded(numbers: number[]): string {
	return numbers.map(number => String(number).padStart(2, '0')).join('');
}
