export type ActionId =
	| 'move-down'
	| 'move-up'
	| 'page-down'
	| 'page-up'
	| 'go-first'
	| 'go-last'
	| 'move-left'
	| 'move-right'
	| 'open'
	| 'close'
	| 'choose'
	| 'next-panel'
	| 'previous-panel'
	| 'filter'
	| 'next-match'
	| 'previous-match'
	| 'reject'
	| 'take-back'
	| 'copy'
	| 'review'
	| 'edit'
	| 'note'
	| 'pin'
	| 'reorder'
	| 'pause'
	| 'pause-now'
	| 'more'
	| 'fewer'
	| 'export'
	| 'prompts'
	| 'take-prompts'
	| 'settings'
	| 'help'
	| 'ask-stop'
	| 'confirm'
	| 'cancel'
	| 'leave'
	| 'interrupt'
	| 'suspend'
	| 'repaint';

/** Where the keys go. `filter`, `editing`, `noting` and `custom` are text fields: what they can type they take first. */
export type KeyContext =
	| 'picker'
	| 'custom'
	| 'list'
	| 'preview'
	| 'coverage'
	| 'map'
	| 'failures'
	| 'record'
	/** A record of the queue of doubtful ones. */
	| 'review'
	| 'filter'
	| 'settings'
	| 'editing'
	| 'noting'
	| 'help'
	| 'confirm'
	| 'prompts'
	| 'ended'
	/** A window that is too small: over a run, and before one. */
	| 'small'
	| 'small-picker';

export type KeyBinding = {
	/** Names of `KeyPress`. */
	keys: string[];
	/** The keys as shown to the user. */
	label: string;
	action: ActionId;
	/** For the status bar. */
	short: string;
	/** For the help and the README. */
	description: string;
	contexts: KeyContext[];
	/** Place in the status bar, smallest first; without it the key is in the help only. */
	bar?: number;
};
