import {createContext, useContext} from 'react';
import type {WindowSize} from '../layout.js';

/** Read once at the root; everything below takes it from here. */
export const ScreenSizeContext = createContext<WindowSize>({columns: 80, rows: 24});

export function useScreenSize(): WindowSize {
	return useContext(ScreenSizeContext);
}
