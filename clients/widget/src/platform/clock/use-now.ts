import { useEffect, useState } from 'preact/hooks';

const tickMs = 250;

/** The time of a clock, again each second. */
export const useNow = (clock: () => number): number => {
  const second = (): number => Math.floor(clock() / 1_000);
  const [now, setNow] = useState(second);
  useEffect(() => {
    // Four times a second, so that a second is never skipped to the eye; only a new one draws.
    const timer = setInterval(() => {
      setNow(second());
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [clock]);
  return now * 1_000;
};
