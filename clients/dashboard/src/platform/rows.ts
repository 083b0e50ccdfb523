type Key<T> = (row: T) => string | number;

/** The rows with these in place of those of the same key; new ones at the end. */
export const upsert = <T>(rows: readonly T[], changed: readonly T[], key: Key<T>): T[] => {
  const byKey = new Map(rows.map((row) => [key(row), row]));
  for (const row of changed) byKey.set(key(row), row);
  return [...byKey.values()];
};
