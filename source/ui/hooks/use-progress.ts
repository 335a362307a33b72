import {useSyncExternalStore} from 'react';
import type {RunSnapshot, SnapshotStore} from '../progress-snapshot.js';

export function useProgress(store: SnapshotStore): RunSnapshot {
	return useSyncExternalStore(store.subscribe, store.current);
}
