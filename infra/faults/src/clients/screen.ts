import type { Event, Records, RoomPositions } from '@convomatic/contracts';

/** Of which there are rows. */
type Noun = Exclude<keyof Records, 'erased'>;
type Row = Record<string, unknown>;
type Rows = Partial<Record<Noun, readonly object[]>>;

/** What tells one row of a noun from another. */
const keys: Partial<Record<Noun, readonly string[]>> = {
  memberships: ['group_id', 'user_id'],
  counts: ['project_id'],
};

const keyOf = (noun: Noun, row: object): string =>
  (keys[noun] ?? ['id']).map((field) => String((row as Row)[field])).join(' ');

/** The same text for equal values, in whatever order their fields and rows are. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value as Row).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, canonical(field)]));
};

/** A state with the rows of some nouns. */
export type ScreenState = { rooms: RoomPositions; rows: Rows };

/** Whether a row that an event of its rooms brings is one that a page shows. */
export type IsShown = (noun: Noun, row: object) => boolean;

/** What a page shows: rows by noun, each replaced by what an event says of it. */
export const createScreen = (isShown: IsShown = () => true) => {
  const shown = new Map<Noun, Map<string, object>>();

  const put = (noun: Noun, rows: readonly object[] = []): void => {
    for (const row of rows) shown.get(noun)?.set(keyOf(noun, row), row);
  };

  return {
    show: ({ rows }: ScreenState): void => {
      shown.clear();
      for (const [noun, some] of Object.entries(rows) as [Noun, object[]][]) {
        shown.set(noun, new Map());
        put(noun, some);
      }
    },
    apply: ({ records }: Pick<Event, 'records'>): void => {
      for (const noun of shown.keys()) {
        const rows: readonly object[] = records[noun] ?? [];
        put(
          noun,
          rows.filter((row) => isShown(noun, row)),
        );
      }
    },
    /** Equal for two screens that show the same. */
    text: (): string =>
      JSON.stringify(
        [...shown].map(([noun, rows]) => [
          noun,
          [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => canonical(row)),
        ]),
      ),
  };
};

export const textOf = (state: ScreenState): string => {
  const screen = createScreen();
  screen.show(state);
  return screen.text();
};
