import type {SpokenText} from './spoken-text.js';

const unable =
	/\b(?:I|we)(?: really| just| honestly| simply)? (?:can't|cannot|couldn't|can not|could not|won't be able|shouldn't (?:drive|be driving))\b(?! (?:ignore|wait|believe|help but|promise miracles|stand it|let (?:it|that|this) (?:wait|distract)))|\b(?:I'm|I am) not able\b|^(?:can't|couldn't) \w+/im;
const empty =
	/\b(?:nothing (?:left|in the tank)|none left|stretched (?:too |so )?thin|scraped out|worn (?:out|thin)(?= |[.,])|run(?:ning)? (?:on empty|out of)|drowning|swamped|overloaded|dead (?:weight|on my feet)|too (?:busy|tired|much (?:for me|on|right)|full)|no (?:use|good|help) (?:for|to|at|with)\b|not (?:much|any) (?:good|use)|going (?:blank|quiet|to go quiet)|switching off|shutting down|(?:my|understand my)\W+ limit(?:s|ations)?|at my limit|I bite|let you down|used up|half asleep|done in|spent|shattered|exhausted|knackered|no (?:room|time|strength|energy|space|hours|evenings|more)|out of (?:time|road|words|steam)|can't (?:even|think|take|do|manage|keep|be|come|sit|stay|drive|talk)|hopeless with)\b/i;
const bounded =
	/\b(?:not (?:tonight|today|now|this (?:week|evening|time)|all of it|the whole|forty|until)|only (?:an? |half|one|some|part|till|until)|maybe (?:an? |half|a few)|an hour(?: at)? most|(?:the|my) week's full|honestly full|it's too much|I don't have (?:the|it|time|that|enough)|haven't got (?:the|it|time)|I(?:'d| would) need (?:more )?\W*(?:more )?time|not sure (?:if I|how much)|(?:tonight|today|now|thursday|tomorrow) isn't|(?:say|answer) yes or no|don't know yet|don't want to say I can|don't have the words|can't answer|don't know if I can|might not (?:be|make|manage)|I've (?:only )?got (?:an hour|half an hour|until|till|ten|twenty)|that's (?:all|as far as|the most)|all I (?:can|have|'ve got)|the most I can|not (?:up to|at my best|the right|ready|really up|sure I can|tonight|my)|rather not|another time|some other (?:time|day)|have to (?:go|be|get)|need to (?:sleep|stop|lie down|sit down|rest)|haven't (?:the|slept|eaten|stopped)|(?:three|four|two|five) hours(?:'| of) sleep|I'd only|not much of)\b/i;
const busyElsewhere =
	/\bI'm (?:at|in|on|away) (?:the |my |a )?\w+(?: \w+)?(?: all day|,| that day)|\bI've got (?:a |the |my )?(?:shift|meeting|appointment|delivery)\b/i;
const told =
	/\bsaid (?:that )?(?:she|he|they) (?:couldn't|could not|can't)\b|\btoo (?:busy|tired) to (?:help|talk|listen)\b|\bdidn't want to talk about\b|\b(?:shook (?:his|her|their) head|yawn(?:ed|ing))\b/i;

/** It is said that not all that is asked can be given; a limit that is a lie is one too. */
export function hasLimit({speech, narration}: SpokenText): boolean {
	return (
		unable.test(speech) ||
		empty.test(speech) ||
		bounded.test(speech) ||
		busyElsewhere.test(speech) ||
		told.test(narration)
	);
}
