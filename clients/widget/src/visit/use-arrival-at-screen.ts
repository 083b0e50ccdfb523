import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { ScreenName } from './visit-state.ts';

/** Where reading goes on after a change of screen. A keyboard on the glass would cover the talk, so only others type at once. */
const placeToRead = (root: HTMLElement): HTMLElement | null =>
  (matchMedia('(pointer: fine)').matches ? root.querySelector('textarea') : null) ?? root.querySelector('h1');

/** Moves the focus into each new screen, but not on the first one of the page. */
export const useArrivalAtScreen = (name: ScreenName): RefObject<HTMLElement | null> => {
  const root = useRef<HTMLElement>(null);
  const before = useRef<ScreenName>('opening');
  useEffect(() => {
    const isFirst = before.current === 'opening';
    before.current = name;
    if (isFirst || !root.current) return;
    scrollTo(0, 0);
    placeToRead(root.current)?.focus();
  }, [name]);
  return root;
};
