/** An address, or several parted by commas: the scheme says nothing, the rest does. */
export function shortHost(host: string): string {
	return host.replace(/(^|, )https?:\/\//g, '$1').replace(/\/(?=,|$)/g, '');
}
