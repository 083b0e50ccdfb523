import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** A reader this close to the end, in pixels, wants to see what comes. */
const nearEnd = 80;

type Scroll = {
  scroller: RefObject<HTMLDivElement | null>;
  /** Something came below what is seen. */
  hasNew: boolean;
  toEnd: () => void;
};

type Ends = {
  /** Of the last line that is somebody else's. */
  lastKey: string | undefined;
  /** Of one's own last line, which is always shown. */
  lastOwnKey: string | undefined;
};

/** Keeps the end in view, but for a reader who scrolled up. */
export const useTalkScroll = ({ lastKey, lastOwnKey }: Ends): Scroll => {
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasNew, setHasNew] = useState(false);

  const toEnd = (): void => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
    isAtEnd.current = true;
    setHasNew(false);
  };

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = (): void => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      if (isAtEnd.current) setHasNew(false);
    };
    // The talk grows by more than new lines, and the on-screen keyboard takes room from it.
    const resized = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    for (const part of [element, ...element.children]) resized.observe(part);
    return () => {
      element.removeEventListener('scroll', onScroll);
      resized.disconnect();
    };
  }, []);

  useLayoutEffect(toEnd, [lastOwnKey]);
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setHasNew(true);
  }, [lastKey]);

  return { scroller, hasNew, toEnd };
};
