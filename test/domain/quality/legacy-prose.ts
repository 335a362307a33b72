/** Dialogues that v2.2 really wrote, from its one output, with the fault each is known for. */
export const legacyProse = {
	firstPersonVault:
		"You're not the only one drowning in requests, but I'll do my best-just don't expect miracles. Those shadow meetings have been... enlightening, though. I've been meaning to ask, do you know anything about the Veyran Consortium's recent shipments? A friend mentioned whispers of a vault beneath the docks. I'll help, but I need to check my notes first. My head feels like a sieve, but I'll try not to let it show.",
	console:
		"Taylor's fingers dance across the console, eyes locked on the error code that flickers like a taunt. 'We'll stabilize it,' they say, voice steady despite the tremor in their hands. 'It's a minor glitch-just a... recalibration.' The code blinks, defiant. They glance at the crew, a flicker of guilt-had they overlooked something?-but smile, eager to deflect. 'Let's focus on the fix. I've got this.'",
	quest:
		"Elena's fingers brush the faded scar on her wrist, its symbol mirroring the relic's. 'This quest demands everything I've got-my capacity's stretched thin, but I'll make it work.' Her voice steadies, though her hand trembles as she stacks scrolls. 'The relic's mark... it's personal. I can't ignore it, even if it means saying no to others.' She exhales, jaw set. 'Prioritize the high-priority quest. I'll manage the rest, but I need clarity on the relic's truth.'",
	sigil:
		"The sigil on your wrist... it's not just a symbol. I've seen its shadow in the archives, whispered in coded scrolls. You want me to lower my capacity? I can. But the mission's teeth gnaw at the edges of its mouth. I'll do it. Just promise me you'll follow the trail beyond the first clue. My hands tremble less when I'm overcommitted. It's... safer. For everyone.",
	addressesPlayer:
		"Caleb adjusted his scarf, eyes darting to the shadows. 'I've been keeping an eye on you, player. Not sure if this alliance is real or a trap.' His voice wavered, a tremor betraying his fear of failure. 'But the mission's urgent-can't let that wait.' He hesitated, then nodded. 'Let me help. Just... don't expect miracles.' The pendant at his neck pulsed faintly, a device he'd rigged to track movements.",
	presentTense:
		"Taylor jingles a stack of baskets, eyes darting between stalls. 'I'm fine, really! Just... managing a few last-minute orders.' A hand trembles as they fish out a crumpled note from their coat pocket. 'This... this favor from the contact. It's urgent, but I can't let it distract me from the customers. You understand, don't you? I'd rather collapse than say no.' Their scarf slips, and they fumble to re-tie it, knuckles pale.",
};
