const mark = '...';

/** A path of at most `columns`, cut in its middle: where it begins and the name at its end are what tells paths apart. */
export function shortenPath(path: string, columns: number): string {
	const room = Math.max(8, columns);
	if (path.length <= room) return path;
	const tail = Math.ceil((room - mark.length) * 0.7);
	return path.slice(0, room - mark.length - tail) + mark + path.slice(path.length - tail);
}
