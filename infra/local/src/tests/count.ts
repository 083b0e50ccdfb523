/** What a stage adds to the last line. */
export interface Count {
  passed: number;
  failed: number;
}

export const passedOnce: Count = { passed: 1, failed: 0 };
export const failedOnce: Count = { passed: 0, failed: 1 };

export const sum = (counts: readonly Count[]): Count => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});
