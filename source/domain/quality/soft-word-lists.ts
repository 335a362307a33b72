function wordsOf(text: string): string[] {
	return text.trim().split(/\s+/u);
}

/** Words that let a reader see, hear, smell, taste or touch something; compared by stem. */
export const sensoryWords: readonly string[] = wordsOf(`
smell smelled scent aroma reek stink whiff odour perfume smoke bleach damp wet dry warm cold cool hot chill chilly
lukewarm icy frost steam sticky greasy rough smooth soft hard sharp gritty dusty hum buzz rattle click clatter creak
drip hiss squeak thud tick ring rang whir whirr rumble murmur clink crackle beep chime scrape rustle patter drum roar
echo quiet bright dim flicker glare shadow gleam grey green red blue yellow orange white black brown pale amber neon
bitter sweet sour salty stale burnt toast coffee onion garlic vinegar soap diesel petrol rain drizzle wind draught
draft sunlight lamplight streetlight puddle mud gravel leather wool cotton velvet linoleum
`);

/** Emotions as a narrator would name them. */
export const emotionWords: readonly string[] = wordsOf(`
sad sadness angry anger anxious anxiety afraid fear fearful scared happy happiness joy joyful guilty guilt ashamed shame
nervous nervousness frustrated frustration lonely loneliness jealous jealousy worried worry hopeless hopelessness
overwhelmed depressed depression upset irritated irritation annoyed annoyance resentful resentment embarrassed
embarrassment relieved relief desperate desperation miserable misery grief sorrow dread panic terrified furious hurt
helpless helplessness vulnerable vulnerability exasperation exasperated
`);
