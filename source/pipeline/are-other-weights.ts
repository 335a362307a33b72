/**
 * Whether two digests of models show that their weights differ. An empty one and one that is marked `unverified:` show
 * nothing: servers of the same weights may tell different things of them.
 */
export function areOtherWeights(one: string, other: string): boolean {
	return one !== other && isProof(one) && isProof(other);
}

function isProof(digest: string): boolean {
	return digest !== '' && !digest.startsWith('unverified:');
}
