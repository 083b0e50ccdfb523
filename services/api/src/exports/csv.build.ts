/** Reads RFC 4180 as a strict reader does; an unquoted empty cell is null. */
const parseCells = (text: string): (string | null)[][] => {
  const rows: (string | null)[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let row: (string | null)[] = [];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error(`no cell at ${String(cell.lastIndex)}`);
    const [, quoted, plain, end] = found;
    const bare = plain === '' ? null : (plain ?? null);
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
};

export const parseCsv = (text: string): Record<string, string | null>[] => {
  const [header = [], ...rows] = parseCells(text);
  return rows.map((row) =>
    Object.fromEntries(header.map((name, index) => [String(name), row[index] ?? null])),
  );
};
