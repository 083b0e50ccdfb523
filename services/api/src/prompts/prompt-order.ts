/** The order of prompts as ids; a prompt's rank is its place in it. Answers undefined when `after` is not in it. */
export const placeAfter = (order: number[], id: number, after: number | null): number[] | undefined => {
  const others = order.filter((other) => other !== id);
  if (after === null) return [id, ...others];
  const place = others.indexOf(after);
  return place === -1 ? undefined : others.toSpliced(place + 1, 0, id);
};

/** Back where it was, as far as the others still reach there. */
export const placeAtRank = (order: number[], id: number, rank: number): number[] =>
  order.filter((other) => other !== id).toSpliced(rank - 1, 0, id);
