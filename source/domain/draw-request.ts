import type {Random} from './random.js';
import {type RequestType, requestTypes, type UrgencyLevel} from './situation.js';

/** Share of the requests of crisis urgency that ask for crisis support; the others ask for the ordinary kinds. */
const crisisSupportShare = 0.6;
const everydayTypes = requestTypes.filter(type => type !== 'crisis_support');

/** `crisis_support` only comes with urgency `crisis`. */
export function drawRequestType(random: Random, urgency: UrgencyLevel): RequestType {
	if (urgency === 'crisis' && random.float01() < crisisSupportShare) {
		return 'crisis_support';
	}
	return random.pick(everydayTypes);
}
