const words = `
a about above after again against all almost along already also although always am among an and another any anybody
anyone anything are aren't around as at away back be became because become been before behind being below beneath
beside between both but by can can't cannot could couldn't did didn't do does doesn't doing don't done down during
each either else enough even ever every everybody everyone everything few first for from further get gets getting give
got had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him himself his how however i
i'd i'll i'm i've if in inside into is isn't it it'd it'll it's its itself just kept last least less let let's like
lot made make makes many may maybe me might mine more most much must my myself near nearly need needs never next no
nobody none nor not nothing now of off often on once one ones only onto or other others ought our ours ourselves out
outside over own past perhaps quite rather really said same saw say says see seem seemed seems seen several shall she
she'd she'll she's should shouldn't since so some somebody somehow someone something sometimes somewhere soon still
such take takes than that that's the their theirs them themselves then there there's these they they'd they'll they're
they've thing things this those though through till to together too toward towards two under unless until up upon us
use used very want wants was wasn't way we we'd we'll we're we've well went were weren't what what's whatever when
where whether which while who who's whom whose why will with within without won't would wouldn't yes yet you you'd
you'll you're you've your yours yourself player npc
`;

/** English words that say nothing about what a sentence is about. */
export const stopWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/u));
