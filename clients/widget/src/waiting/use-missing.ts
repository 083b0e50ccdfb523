import { useEffect, useState } from 'preact/hooks';

const askMs = 3_000;

/** How many people are missing, asked every few seconds; null until the first answer. */
export const useMissing = (ask: () => Promise<number>): number | null => {
  const [missing, setMissing] = useState<number | null>(null);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const next = async (): Promise<void> => {
      // The number on the screen stays until a newer one arrives; breaks are told by the status line.
      const answer = await ask().catch(() => null);
      if (isOver) return;
      if (answer !== null) setMissing(answer);
      timer = setTimeout(() => void next(), askMs);
    };
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask]);
  return missing;
};
