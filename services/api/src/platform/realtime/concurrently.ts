/** Runs over items, so many at once; the first error ends it after what had begun. */
export const concurrently = async <T>(
  items: readonly T[],
  most: number,
  run: (item: T) => Promise<void>,
): Promise<void> => {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await run(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, lane));
  const failed = lanes.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
};
