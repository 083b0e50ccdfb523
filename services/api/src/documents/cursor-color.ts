/** Eight hues that are told apart on light and dark paper. */
const colors = [
  '#c2410c',
  '#a16207',
  '#4d7c0f',
  '#047857',
  '#0e7490',
  '#1d4ed8',
  '#7e22ce',
  '#be185d',
] as const;

/** The colour of a person's cursor: the same in every text and for everybody. */
export const cursorColor = (userId: number): string => colors[userId % colors.length] ?? colors[0];
