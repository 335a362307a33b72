import type {SpokenText} from './spoken-text.js';

const blame =
	/\byou (?:always|never|only ever|keep (?:asking|taking|coming)|think (?:I'm|the world|you)|want everything|just (?:have|had|want|take|come)|come in here|stand there|people|don't know what|help yourself|had to)\b|\byou(?:'re| are) (?:so |such a |being |just |all )?(?:selfish|useless|pathetic|ridiculous|impossible|a (?:child|leech|joke|burden)|the same|unbelievable|different, you've)\b|\b(?:who|what) do you think you are\b|\bhow dare you\b|\b(?:can|could) you not\b[^.!?]{0,20}\bfor once\b|\bfor once\b[^.!?]{0,40}\byour own\b/i;
const grievance =
	/\b(?:where were you|who was there for me|why (?:is it always|must you|don't you ever)|here we go|don't start|what do you want from me|typical|of course you (?:do|did|would)|as usual|who was there for me|who asked (?:me|you)|after (?:all|everything) (?:I|you)|did (?:she|he|you|anybody) (?:ever )?(?:ask|once)|nobody's allowed|not everything is about you|it's always about you|it has to be today, because it's you|could(?:'ve| have) asked me before|you'd love that|cancel my life|what did you expect|since when|must be nice|lucky you|poor you|spare me|you've got (?:a|some) (?:nerve|cheek)|only when you (?:need|want)|not your (?:mother|mum|therapist|nurse|servant|secretary|babysitter)|what about me\b|do it yourself|deal with it|figure it out|your precious|nice of you to|don't lecture|enough of your|do you ever|have you ever (?:once|asked|thought)|and now you want|so now|don't you (?:dare|ever)|leave me (?:alone|out)|get out|grow up|not my (?:job|problem)|your (?:mess|problem),? not mine|again, is it|sort (?:it|yourself) out|ask someone else for once)\b/i;
const owned =
	/\b(?:that wasn't fair|wasn't fair on you|I take that back|I shouldn't have (?:said|snapped)|I snapped)\b/i;
const told = /\b(?:snapped|sneered|scoffed|spat|jeered|hissed|snarled)\b|\bsharper than\b/i;

/** Blame, contempt or an old grievance against you, also when it is taken back at once. */
export function hasAttack({speech, narration}: SpokenText): boolean {
	return blame.test(speech) || grievance.test(speech) || owned.test(speech) || told.test(narration);
}
