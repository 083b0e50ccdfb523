import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** A field that is as high as its text; the styles say how high it may become. */
export const useGrowingField = (text: string): RefObject<HTMLTextAreaElement | null> => {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    const borders = element.offsetHeight - element.clientHeight;
    element.style.height = `${String(element.scrollHeight + borders)}px`;
  }, [text]);
  return field;
};
