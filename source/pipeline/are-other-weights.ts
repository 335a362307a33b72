/**
 * Whether two digests of models show that their weights differ. An empty one shows nothing, and of one that is marked
 * `unverified:` only the sizes do: servers of the same weights may tell different names of them.
 */
export function areOtherWeights(one: string, other: string): boolean {
	if (isProof(one) && isProof(other)) return one !== other;
	const [sizes, otherSizes] = [sizesOf(one), sizesOf(other)];
	return sizes !== undefined && otherSizes !== undefined && sizes !== otherSizes;
}

function isProof(digest: string): boolean {
	return digest !== '' && !digest.startsWith('unverified:');
}

/** Parameters and bytes, which llama-server tells. */
function sizesOf(digest: string): string | undefined {
	return /^unverified:.*?:(\d+:\d+)$/.exec(digest)?.[1];
}
